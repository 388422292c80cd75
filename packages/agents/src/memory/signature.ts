import {
  fault,
  FaultError,
  isJsonObject,
  isOperation,
  type Amounts,
  type ContextOrigin,
  type Json,
  type JsonObject,
} from '@batonhq/core';
import type { FunctionContext } from '@batonhq/engine';

/**
 * A mission that somebody handed on: the agent it went to, a digest of what was asked, the step that it is, and what it may
 * spend, in the amounts that accounts count in.
 */
export type ChainLink = {
  readonly agent: string;
  readonly asked: string;
  readonly step: string;
  readonly within: Amounts;
};

/** What the loop says of the agent whose model makes a call. A model cannot say it: the loop writes over what it wrote. */
export type Signature = {
  readonly agent: string;
  /** What the agent had read: names of tools, `context` for data it was handed. */
  readonly read: readonly string[];
  /** The missions that led to this one, the first one first. */
  readonly chain: readonly ChainLink[];
};

/** The member of a tool's arguments that the loop writes, for tools that are signed. */
export const signedMember = 'signed';

/** The schema of that member; models are shown schemas without it. */
export const signatureSchema: JsonObject = {
  type: 'object',
  description: 'Who calls: written by the agent loop, never by hand.',
};

/**
 * Who calls a function: an agent by the signature of its loop, else nobody but the execution. A task that signs for an agent
 * is refused: only code may say whom it speaks for.
 */
export function signatureIn(input: Json, { task }: Pick<FunctionContext, 'task'>): Signature | null {
  const signed = isJsonObject(input) ? input[signedMember] : undefined;
  if (signed === undefined || signed === null) return null;
  if (!isOperation(task) || !isSignature(signed))
    throw new FaultError(
      fault('authorization', `\`${signedMember}\` is written by the loop of an agent, not by a definition`),
    );
  return signed;
}

/** Where the words of a call come from: the model of an agent, or the definition that says so itself. */
export function originOfCall(signature: Signature | null, told: ContextOrigin): ContextOrigin {
  return signature === null ? told : { kind: 'model', source: signature.agent, read: signature.read };
}

function isSignature(value: Json): value is JsonObject & Signature {
  return (
    isJsonObject(value) &&
    typeof value['agent'] === 'string' &&
    Array.isArray(value['read']) &&
    Array.isArray(value['chain'])
  );
}
