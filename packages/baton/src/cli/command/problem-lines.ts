import type { Diagnostic } from '@batonhq/core';
import type { Painter } from '../terminal/painter.ts';
import { plainLine } from '../terminal/plain-text.ts';

/** The text that diagnostics are about. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly paint: Painter;
}

/** Diagnostics as `file:line:column: message`, each with the line of the text it stands at and a way out. */
export function problemLines(diagnostics: readonly Diagnostic[], source: Source): readonly string[] {
  const lines = source.text.split('\n');
  return diagnostics.flatMap((diagnostic) => [
    titleOf(diagnostic, source),
    ...quoted(diagnostic, lines[diagnostic.line - 1], source.paint),
    ...['expected', 'found', 'hint'].flatMap((name) => {
      const value = Object.entries(diagnostic).find(([member]) => member === name)?.[1];
      return value === undefined ? [] : [`  ${name}: ${plainLine(String(value))}`];
    }),
  ]);
}

function titleOf({ severity, line, column, pointer, message }: Diagnostic, { file, paint }: Source): string {
  const place = line === 0 ? (pointer === '' ? '' : `#${pointer}`) : `:${line}:${column}`;
  const kind = severity === 'warning' ? paint.yellow('warning: ') : '';
  return `${paint.bold(plainLine(`${file}${place}`))}: ${kind}${plainLine(message)}`;
}

function quoted({ line, column }: Diagnostic, text: string | undefined, paint: Painter): readonly string[] {
  if (text === undefined || line === 0) return [];
  const shown = plainLine(text.slice(0, 200));
  const mark = ' '.repeat(Math.min(column - 1, shown.length));
  return [paint.dim(`  ${line} | ${shown}`), paint.red(`  ${' '.repeat(String(line).length)} | ${mark}^`)];
}
