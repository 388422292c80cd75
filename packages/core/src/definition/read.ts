import { isJsonObject, type Json } from '../kernel/json.ts';
import { jsonPointer } from '../kernel/json-pointer.ts';
import type { Definition } from './definition.ts';
import { sortDiagnostics, type Diagnostic } from './diagnostic.ts';
import { completed, foundProblems, type FoundProblem } from './schema/found-problem.ts';
import { workflow } from './schema/workflow.ts';
import { defaultLimits, type DefinitionLimits } from './source/limits.ts';
import { createLineIndex } from './source/line-index.ts';
import { objectValue } from './source/object-value.ts';
import { noSource, type SourceMap } from './source/source-map.ts';
import { parseSource } from './source/yaml-text.ts';

/** How to read a definition. */
export interface ReadOptions {
  /** The name to show in diagnostics. */
  readonly file?: string;
  readonly limits?: Partial<DefinitionLimits>;
}

/** A definition, unless something is wrong with it; and all that is to be said about it. */
export interface ReadResult {
  readonly definition?: Definition;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a definition from YAML 1.2 or JSON and checks its shape, reporting all problems at once with their places.
 * Texts that would cost too much to read are refused at once.
 *
 * @example
 * const { definition, diagnostics } = readDefinition(text, { file: 'flow.yaml' });
 * if (definition === undefined) throw new UsageError(formatDiagnostics(diagnostics));
 */
export function readDefinition(text: string, options: ReadOptions = {}): ReadResult {
  const { value, source, diagnostics } = parse(text, options);
  return value === undefined ? { diagnostics } : check(value, source, { ...defaultLimits, ...options.limits });
}

function parse(text: string, options: ReadOptions): ReadDocumentResult & { readonly source: SourceMap } {
  const limits = { ...defaultLimits, ...options.limits };
  const file = options.file === undefined ? {} : { file: options.file };
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const { value, problems, source } = parseSource(plain, { limits, ...file });
  if (value !== undefined) return { value, source, diagnostics: [] };
  const lines = createLineIndex(plain);
  const diagnostics = problems.map(({ offset, ...problem }): Diagnostic => {
    return { severity: 'error', ...file, ...lines(offset), pointer: '', ...problem };
  });
  return { source, diagnostics: sortDiagnostics(diagnostics) };
}

/** A document that was parsed, unless it could not be; and all that is to be said about it. */
export interface ReadDocumentResult {
  readonly value?: Json;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses any document that a definition refers to, by the rules and limits for definitions. */
export function readDocument(text: string, options: ReadOptions = {}): ReadDocumentResult {
  const { value, diagnostics } = parse(text, options);
  return { ...(value !== undefined && { value }), diagnostics };
}

/**
 * Checks a definition that is an object already, as the SDK gets it. Diagnostics carry pointers instead of places.
 * Members that are `undefined` count as absent; anything else that JSON does not have is refused.
 */
export function readDefinitionObject(object: unknown, options: ReadOptions = {}): ReadResult {
  const limits = { ...defaultLimits, ...options.limits };
  const source = options.file === undefined ? noSource : { ...noSource, file: options.file };
  const { value, problems } = objectValue(object, limits);
  if (problems.length > 0) return { diagnostics: problems.map((problem) => diagnosticOf(problem, source)) };
  return check(value, source, limits);
}

function check(value: Json, source: SourceMap, limits: DefinitionLimits): ReadResult {
  if (value === null) return { diagnostics: [diagnosticOf(nothing, source)] };
  const result = workflow.safeParse(value);
  if (result.success && isJsonObject(value)) {
    return { definition: { workflow: result.data, json: value, source }, diagnostics: [] };
  }
  const found = result.error?.issues.flatMap((issue) => foundProblems(issue, value)) ?? [];
  const shown = found.slice(0, limits.problems).map((problem) => diagnosticOf(problem, source));
  const diagnostics = sortDiagnostics(shown);
  if (found.length === shown.length) return { diagnostics };
  const message = `and ${found.length - shown.length} more problems`;
  return { diagnostics: [...diagnostics, { severity: 'error', line: 0, column: 0, pointer: '', message }] };
}

const nothing: FoundProblem = {
  path: [],
  aspect: 'value',
  predicate: false,
  problem: { message: 'the definition is empty', expected: 'a map with "document" and "do"' },
};

function diagnosticOf(found: FoundProblem, source: SourceMap): Diagnostic {
  const position = source.position(found.path, isAbout(found)) ?? { line: 0, column: 0 };
  const file = source.file === undefined ? {} : { file: source.file };
  return { severity: 'error', ...file, ...position, pointer: jsonPointer(found.path), ...completed(found) };
}

/** A missing member has no place of its own; the name of what it is missing from has. */
function isAbout({ aspect, problem }: FoundProblem): 'key' | 'value' {
  return problem.message === 'is missing' ? 'key' : aspect;
}
