import { FaultError, isJsonObject, scanVariables, type Json, type JsonObject } from '@batonhq/core';
import { jqEvaluator, JsonSchemaCompiler } from '@batonhq/engine';
import type { PlannableFunction, PlanProblem } from '../plan.ts';
import { checkPaths } from './check-paths.ts';
import { sampleOf } from './sample.ts';

/** A call of a plan, and what its arguments may refer to. */
export interface PlannedCall {
  readonly task: string;
  readonly with: JsonObject;
  readonly function: PlannableFunction;
  /** What the tasks it comes after put out, by name: a JSON Schema, or null when they do not say. */
  readonly context: ReadonlyMap<string, JsonObject | null>;
}

/** An expression in the arguments, and where. */
interface Computed {
  readonly place: string;
  /** False when nothing is known about what it computes. */
  readonly isKnown: boolean;
}

const evaluator = jqEvaluator();
const schemas = new JsonSchemaCompiler();

/** Problems of form, which a computed value has whatever it is; others depend on the value. */
const ofForm = /must be (?:string|number|integer|boolean|array|object|null)|required property|additional properties/;

/**
 * Checks the arguments of a call against the schema of its function: what is written as it is, and what expressions
 * compute from outputs of other tasks, tried on values that fit the schemas of those outputs.
 */
export function checkArguments(call: PlannedCall): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  const computed: Computed[] = [];
  const given = resolve(call.with, '', { call, problems, computed });
  for (const text of schemas.compile(call.function.input)(given)) {
    const { place, message } = readProblem(text);
    const source = computed.find((one) => isWithin(place, one.place));
    if (source !== undefined && (!source.isKnown || !ofForm.test(message))) continue;
    const expected = `what ${call.function.name} takes: ${membersText(call.function.input)}`;
    problems.push({ task: call.task, place: `with${place}`, message, expected });
  }
  return problems;
}

interface Resolving {
  readonly call: PlannedCall;
  readonly problems: PlanProblem[];
  readonly computed: Computed[];
}

/** The arguments with a value in place of every expression. */
function resolve(value: Json, place: string, resolving: Resolving): Json {
  if (typeof value === 'string') {
    const source = expressionIn(value);
    return source === null ? value : evaluate(source, place, resolving);
  }
  if (Array.isArray(value)) return value.map((item, index) => resolve(item, `${place}.${index}`, resolving));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, resolve(member, `${place}.${name}`, resolving)]),
  );
}

function evaluate(source: string, place: string, { call, problems, computed }: Resolving): Json {
  const found = computedValue(source, call);
  if ('problem' in found) problems.push({ task: call.task, place: `with${place}`, ...found.problem });
  const isKnown = 'value' in found;
  computed.push({ place, isKnown });
  return isKnown ? found.value : null;
}

type Found =
  | { readonly value: Json }
  | { readonly problem: Pick<PlanProblem, 'message' | 'expected'> }
  | { readonly unknown: true };

/** What an expression computes from samples of what it refers to. */
function computedValue(source: string, { context }: PlannedCall): Found {
  const paths = checkPaths(source, context);
  if (typeof paths === 'object') return { problem: paths };
  const { mentioned, bound } = scanVariables(source);
  const isOnlyContext = mentioned.every((name) => name === 'context' || bound.has(name));
  if (!isOnlyContext || paths === 'open') return { unknown: true };
  const samples = Object.fromEntries(
    [...context].map(([name, schema]) => [name, schema === null ? null : sampleOf(schema)]),
  );
  try {
    return { value: evaluator.compile(source).evaluate({}, (name) => (name === 'context' ? samples : null)) };
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    // A guard of the author's own speaks about values, and these are only examples of them.
    if (/\berror\s*\(/.test(source)) return { unknown: true };
    const expected = 'an expression over what the tasks before it put out';
    return { problem: { message: error.fault.detail ?? error.message, expected } };
  }
}

/** Names of tasks that an expression refers to. */
export function namesIn(source: string): readonly string[] {
  return [...source.matchAll(/\$context\s*\.\s*([A-Za-z_]\w*)/g)].flatMap(([, name]) => name ?? []);
}

/** The expression in `${ … }`, or null for a text. */
export function expressionIn(text: string): string | null {
  const trimmed = text.trim();
  return trimmed.startsWith('${') && trimmed.endsWith('}') ? trimmed.slice(2, -1).trim() : null;
}

interface Problem {
  /** Inside the arguments: `.paths.0`. */
  readonly place: string;
  readonly message: string;
}

function readProblem(text: string): Problem {
  const [, pointer = '', message = text] = /^(\/\S*|it)\s(.*)$/.exec(text) ?? [];
  return { place: pointer === 'it' ? '' : pointer.replaceAll('/', '.'), message };
}

function isWithin(place: string, outer: string): boolean {
  return place === outer || place.startsWith(`${outer}.`);
}

function membersText({ properties, required }: JsonObject): string {
  const needed = Array.isArray(required) ? required : [];
  const names = isJsonObject(properties) ? Object.keys(properties) : [];
  return names.map((name) => (needed.includes(name) ? name : `${name}?`)).join(', ');
}
