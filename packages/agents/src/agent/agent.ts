import type { Json } from '@batonhq/core';

/** How far an agent may go by itself. Everything has a default, nothing is unlimited. */
export interface AgentLimits {
  /** Answers of the model, 24 by default. */
  readonly turns: number;
  /** Tokens of one answer, 4,096 by default. */
  readonly outputTokens: number;
  /** Estimated tokens of a conversation beyond which its older part is summarised, 60,000 by default. */
  readonly contextTokens: number;
  /** Characters of a tool's result that the model sees, 20,000 by default. */
  readonly resultCharacters: number;
  /** Milliseconds, 30 minutes by default. */
  readonly time: number;
  /** Missions in hand at once, 16 by default: who has as many is not chosen while somebody else can. */
  readonly missions: number;
}

/** The limits of an agent that sets none. */
export const defaultAgentLimits: AgentLimits = {
  turns: 24,
  outputTokens: 4_096,
  contextTokens: 60_000,
  resultCharacters: 20_000,
  time: 30 * 60_000,
  missions: 16,
};

/** An agent: who it is, what it may use, and how far it may go. */
export interface Agent {
  readonly name: string;
  /** Semantic version. */
  readonly version: string;
  /** What it is for, in one sentence: how people and routers find it. */
  readonly description: string;
  readonly skills: readonly string[];
  /** What it is told before every mission. */
  readonly instructions: string;
  /** Models in the order they are tried, as `openModel` takes them. */
  readonly models: readonly string[];
  /** Names of the tools it may use; it has no others. */
  readonly tools: readonly string[];
  /** JSON Schema of its answer, unless the mission brings one. Without any, the answer is text. */
  readonly output?: Json;
  readonly limits?: Partial<AgentLimits>;
  /**
   * It only hands on: it may have tools to delegate, to write to others and to share values, and no other, and of each result
   * it sees 4,000 characters at most. False by default.
   */
  readonly delegates?: boolean;
  /**
   * What becomes of a call whose recipient, address or account came from fetched text or from nobody: it is refused, or
   * people are asked and told where each came from. Refused by default.
   */
  readonly untrusted?: 'refuse' | 'ask';
}
