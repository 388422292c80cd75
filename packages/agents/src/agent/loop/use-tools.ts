import { amountsToJson, canonicalJson, FaultError, isJsonObject, sha256, type Json } from '@batonhq/core';
import type { CallTarget, FunctionContext } from '@batonhq/engine';
import type { ToolCall, ToolResult } from '../../model/message.ts';
import { signedMember, type Signature } from '../../memory/signature.ts';
import type { Tool } from '../../tool/tool.ts';
import { judgeCall, questionAbout } from '../provenance/judge-call.ts';
import type { KnownOrigins } from '../provenance/origin.ts';
import { toldOrigins } from '../provenance/told-origins.ts';

/** What the tools of one turn are used with. */
export interface ToolUse {
  readonly context: FunctionContext;
  /** The agent's tools, by name; there are no others. */
  readonly tools: ReadonlyMap<string, Tool>;
  /** Characters of a result that the model sees. */
  readonly resultCharacters: number;
  /** Where what the conversation speaks of came from. */
  readonly origins: KnownOrigins;
  /** What becomes of a call that reaches somebody whom neither the user nor the owner's records named. */
  readonly untrusted: 'refuse' | 'ask';
  /** Who calls, for tools that are told. */
  readonly signature: Signature;
}

/** Performs the calls of one answer at the same time, each as a step of its own; results come in the order of the calls. */
export function useTools(calls: readonly ToolCall[], use: ToolUse): Promise<readonly ToolResult[]> {
  return use.context.all(calls.map((call) => () => useTool(call, use)));
}

/** A digest of what was asked and what came back; of what answers in other words each time, of what was asked alone. */
export function answerDigest({ tool: name, input }: ToolCall, { text }: ToolResult, tool: Tool | undefined): string {
  return sha256(canonicalJson([name, input, tool?.repliesVary === true ? null : text])).slice(0, 16);
}

async function useTool(
  call: ToolCall,
  { context, tools, resultCharacters, origins, untrusted, signature }: ToolUse,
): Promise<ToolResult> {
  const { id, tool: name, input, problem } = call;
  const tool = tools.get(name);
  if (tool === undefined) return failed(call, `there is no tool ${name}; you have: ${[...tools.keys()].join(', ')}`);
  if (problem !== undefined) return failed(call, `${problem}; write them again`);
  const verdict = judgeCall(input, { sinks: tool.sinks ?? [], known: origins });
  if (verdict.kind === 'refused' && untrusted === 'refuse') return failed(call, verdict.reason);
  const asks = verdict.kind === 'refused' ? { approval: { reason: questionAbout(verdict) } } : {};
  const told = { origins: toldOrigins(input, origins) };
  try {
    const output = await context.call(targetOf(tool, signedInput(tool, input, signature)), { ...asks, ...told });
    return { id, tool: name, text: shortened(asText(output), resultCharacters), isError: false };
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return failed(call, shortened(error.message, resultCharacters));
  }
}

/** Whatever the model wrote there, the loop's own word stands. */
function signedInput({ isSigned }: Tool, input: Json, { agent, read, chain }: Signature): Json {
  if (isSigned !== true || !isJsonObject(input)) return input;
  const links = chain.map((link) => ({ ...link, within: amountsToJson(link.within) }));
  return { ...input, [signedMember]: { agent, read: [...read], chain: links } };
}

function targetOf({ function: name, version, workflow }: Tool, input: Json): CallTarget {
  if (workflow !== undefined) return { workflow, input };
  return { function: name, ...(version !== undefined && { version }), input };
}

function failed({ id, tool }: ToolCall, text: string): ToolResult {
  return { id, tool, text, isError: true };
}

function asText(output: Json): string {
  return typeof output === 'string' ? output : JSON.stringify(output);
}

/** The beginning and the end of a long text, and how much is missing. */
function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = Math.floor(limit * 0.8);
  const tail = limit - head;
  return `${text.slice(0, head)}\n[${text.length - limit} characters left out]\n${text.slice(-tail)}`;
}
