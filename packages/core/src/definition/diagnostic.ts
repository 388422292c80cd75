/** A problem in a definition, or a remark on one, with the place it stands at. */
export interface Diagnostic {
  /** An `error` keeps the definition from running; a `warning` does not. */
  readonly severity: 'error' | 'warning';
  /** The file it was read from, where known. */
  readonly file?: string;
  /** Line and column from 1; both 0 when the definition was not read from a text. */
  readonly line: number;
  readonly column: number;
  /** JSON Pointer to the value it is about. */
  readonly pointer: string;
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** What a check has to say before its place is known. */
export type Problem = Pick<Diagnostic, 'message' | 'expected' | 'found' | 'hint'>;

/** True when one of the diagnostics keeps the definition from running. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/**
 * Writes a diagnostic for people: `file:line:column: message`, then what was expected, what was found and a hint,
 * each on a line of its own. Without a position the JSON Pointer takes its place.
 *
 * @example
 * flow.yaml:7:7: unknown property "wiht"
 *   expected: call, with, if, input, output, export, timeout, then, metadata
 *   hint: did you mean "with"?
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { severity, message, expected, found, hint } = diagnostic;
  const lines = [`${place(diagnostic)}: ${severity === 'warning' ? 'warning: ' : ''}${message}`];
  if (expected !== undefined) lines.push(`  expected: ${expected}`);
  if (found !== undefined) lines.push(`  found: ${found}`);
  if (hint !== undefined) lines.push(`  hint: ${hint}`);
  return lines.join('\n');
}

/** Writes diagnostics for people, one after the other. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(formatDiagnostic).join('\n');
}

function place({ file, line, column, pointer }: Diagnostic): string {
  if (line === 0) return `${file ?? 'definition'}${pointer === '' ? '' : `#${pointer}`}`;
  return `${file ?? 'definition'}:${line}:${column}`;
}

/** In the order in which they stand in the text; those at the same place in the order they were found. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((left, right) => left.line - right.line || left.column - right.column);
}
