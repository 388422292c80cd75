import type { Fault, Json, JsonObject } from '@batonhq/core';
import { isObject } from '../part/is-object.ts';
import { textAt } from '../part/text-at.ts';
import { givenTo, type Row, type RowPhase } from '../story/story.ts';

/** A tool that a model asked for, and what came of it. */
export interface ToolUse {
  readonly tool: string;
  readonly input: Json;
  /** The step that made the call; null when it was refused before anything was done, which the journal has no step for. */
  readonly step: string | null;
  readonly phase: RowPhase | null;
  readonly output: Json | undefined;
  readonly fault: Fault | null;
}

/** One thing that was said or done in an agent's work. */
export type Turn =
  | { readonly kind: 'mission'; readonly prompt: string; readonly context: Json | undefined }
  | {
      readonly kind: 'answer';
      readonly step: string;
      readonly model: string;
      readonly at: number;
      readonly took: number | null;
      readonly text: string;
      readonly reasoning: string;
      readonly uses: readonly ToolUse[];
      readonly tokens: { readonly input: number; readonly output: number } | null;
    }
  | { readonly kind: 'silence'; readonly step: string; readonly model: string; readonly why: string }
  | { readonly kind: 'asking'; readonly step: string; readonly model: string }
  | { readonly kind: 'ending'; readonly status: string; readonly detail: string };

/** What an agent said and did, from the steps that the journal has of it; empty when no model was asked. */
export function transcriptOf(task: Row, rows: Iterable<Row>): readonly Turn[] {
  const steps = [...rows].filter(({ isStep, parent }) => isStep && parent === task.key);
  const asked = steps.filter(isModelStep);
  if (asked.length === 0) return [];
  const calls = new Calls(steps.filter(({ operation }) => operation?.kind === 'call'));
  const turns: Turn[] = [missionOf(givenTo(task))];
  for (const step of asked) turns.push(answerOf(step, calls));
  const end = steps.findLast(({ name }) => name === 'hand-off')?.output;
  if (isObject(end)) turns.push({ kind: 'ending', status: textAt(end, 'status'), detail: textAt(end, 'detail') });
  return turns;
}

function isModelStep({ name, operation }: Row): boolean {
  return operation?.kind === 'step' && name.startsWith('model ');
}

function missionOf(input: Json | undefined): Turn {
  const given = isObject(input) ? input : {};
  return { kind: 'mission', prompt: textAt(given, 'prompt'), context: given['context'] };
}

function answerOf(row: Row, calls: Calls): Turn {
  const { key: step, name, startedAt: at, endedAt, output } = row;
  const model = name.slice('model '.length);
  if (endedAt === null) return { kind: 'asking', step, model };
  const reply = isObject(output) ? output['reply'] : undefined;
  if (!isObject(output) || !isObject(reply)) {
    const why = isObject(output) ? textAt(output, 'message') : (row.fault?.detail ?? row.fault?.title ?? '');
    return { kind: 'silence', step, model, why };
  }
  const parts = Array.isArray(reply['parts']) ? reply['parts'].filter(isObject) : [];
  const said = (kind: string): string =>
    parts
      .filter((part) => part['kind'] === kind)
      .map((part) => textAt(part, 'text'))
      .join('');
  return {
    kind: 'answer',
    step,
    model,
    at,
    took: endedAt - at,
    text: said('text'),
    reasoning: said('reasoning'),
    uses: parts.filter((part) => part['kind'] === 'call').map((part) => calls.useOf(part, endedAt)),
    tokens: tokensOf(reply['usage']),
  };
}

function tokensOf(usage: Json | undefined) {
  if (!isObject(usage)) return null;
  const [input, output] = [usage['inputTokens'], usage['outputTokens']];
  return typeof input === 'number' && typeof output === 'number' ? { input, output } : null;
}

/** Calls that were made, each for one that was asked for: the same arguments, after it was asked for. */
class Calls {
  readonly #left: Row[];

  constructor(rows: readonly Row[]) {
    this.#left = [...rows];
  }

  useOf(part: JsonObject, askedAt: number): ToolUse {
    const input = part['input'] ?? null;
    const wanted = sortedText(input);
    const index = this.#left.findIndex((row) => row.startedAt >= askedAt && sortedText(inputOf(row)) === wanted);
    const [row] = index < 0 ? [] : this.#left.splice(index, 1);
    return {
      tool: textAt(part, 'tool'),
      input,
      step: row?.key ?? null,
      phase: row?.phase ?? null,
      output: row?.output,
      fault: row?.fault ?? null,
    };
  }
}

function inputOf({ effect }: Row): Json {
  return effect !== null && 'input' in effect ? effect.input : null;
}

/** Objects are equal whatever the order of their members. */
function sortedText(value: Json): string {
  return JSON.stringify(value, (_, member: Json) =>
    isObject(member) ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1))) : member,
  );
}
