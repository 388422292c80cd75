import type { Json } from '@batonhq/core';
import type { Message } from '../../model/message.ts';
import type { KnownOrigins } from '../provenance/origin.ts';

/** What a mission has used so far. */
export type Spent = {
  readonly modelCalls: number;
  readonly toolCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
};

/**
 * How far a mission is: plain JSON, because it goes through `continueAs` when a conversation gets long.
 *
 * `answers` counts what came back of each tool call, by a digest of call and result: the same question with the same
 * answer, again and again, is a loop.
 */
export type Conversation = {
  readonly messages: readonly Message[];
  readonly spent: Spent;
  readonly turns: number;
  /** Answers that did not fit the schema or failed the success test, in a row. */
  readonly repairs: number;
  readonly startedAt: number;
  readonly answers: { readonly [digest: string]: number };
  /** Where what it speaks of came from. */
  readonly origins: KnownOrigins;
  /** What was read so far, by the names of tools; `context` for data that was handed over. */
  readonly read: readonly string[];
};

export function newConversation(
  opening: Message,
  { startedAt, origins, read }: Pick<Conversation, 'startedAt' | 'origins' | 'read'>,
): Conversation {
  const spent = { modelCalls: 0, toolCalls: 0, inputTokens: 0, outputTokens: 0 };
  return { messages: [opening], spent, turns: 0, repairs: 0, startedAt, answers: {}, origins, read };
}

/** Why a mission ended without a result. */
export type StopReason = 'turns' | 'time' | 'budget' | 'loop' | 'models' | 'repairs' | 'filtered';

/** What an agent hands over when it ends, done or not: enough for whoever takes up the work. */
export type HandOff = {
  readonly agent: string;
  readonly mission: string;
  readonly status: 'completed' | 'stopped';
  readonly reason: StopReason | null;
  readonly detail: string | null;
  /** Tools used, with how often. */
  readonly tools: { readonly [tool: string]: number };
  readonly lastWords: string;
  readonly turns: number;
  readonly spent: Spent;
};

/** What the function `agent` returns. */
export type AgentResult = {
  readonly text: string;
  /** The answer as data, when a schema was asked for; else null. */
  readonly output: Json;
  readonly handOff: HandOff;
};

/** How often each tool was called in a conversation. */
export function toolsUsed(messages: readonly Message[]): HandOff['tools'] {
  const counts = new Map<string, number>();
  for (const message of messages) {
    if (message.role !== 'tool') continue;
    for (const { tool } of message.results) counts.set(tool, (counts.get(tool) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
