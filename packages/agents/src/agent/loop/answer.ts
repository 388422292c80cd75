import { isJsonObject, type Json } from '@batonhq/core';
import type { FunctionContext } from '@batonhq/engine';
import type { Mission } from '../mission.ts';

/** Problems of an answer against its schema; null where no schema was asked for. */
export type AnswerCheck = ((value: Json) => readonly string[]) | null;

/** What is thought of an answer. */
export type Verdict =
  | { readonly kind: 'accepted'; readonly output: Json }
  | { readonly kind: 'refused'; readonly problem: string };

interface Judging {
  readonly context: FunctionContext;
  readonly mission: Mission;
  readonly check: AnswerCheck;
}

/** Judges an answer: first its form, then, by the mission's success test, what it says. */
export async function judgeAnswer(text: string, { context, mission, check }: Judging): Promise<Verdict> {
  const read = check === null ? { kind: 'accepted' as const, output: null } : readAnswer(text, check);
  if (read.kind === 'refused' || mission.success === null) return read;
  const input = { prompt: mission.prompt, text, output: read.output };
  const judgement = await context.call({ function: mission.success, input });
  if (isJsonObject(judgement) && judgement['passed'] === true) return read;
  const reason =
    isJsonObject(judgement) && typeof judgement['reason'] === 'string' ? judgement['reason'] : 'no reason given';
  return { kind: 'refused', problem: `The success test refused this answer: ${reason}. Correct it.` };
}

function readAnswer(text: string, check: NonNullable<AnswerCheck>): Verdict {
  let output: Json;
  try {
    output = JSON.parse(withoutFence(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', problem: `Answer with JSON and nothing else; this is none: ${why}` };
  }
  const problems = check(output);
  if (problems.length === 0) return { kind: 'accepted', output };
  return { kind: 'refused', problem: `The answer does not fit its schema: ${problems.join('; ')}. Answer again.` };
}

/** Models without enforced formats like to wrap JSON in a fence of Markdown. */
function withoutFence(text: string): string {
  return /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text)?.[1] ?? text;
}
