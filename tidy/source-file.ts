import { parseSync } from 'oxc-parser';
import type { Parsed, SourceFile } from './finding.ts';

const testPath = /\.test\.tsx?$|\.test-d\.ts$|^packages\/[^/]+\/test\/|^packages\/testing\/src\/.*conformance/;

/** Wraps one TypeScript file; a file that does not parse yields an empty program, the type checker reports it. */
export function sourceFile(path: string, text: string): SourceFile {
  const starts = lineStarts(text);
  let parsed: Parsed | undefined;
  return {
    path,
    text,
    isTest: testPath.test(path),
    unit: unitOf(path),
    parsed: () => (parsed ??= parseSync(path, text)),
    lineAt: (offset) => lineOf(starts, offset),
  };
}

function unitOf(path: string): string {
  const parts = path.split('/');
  if (parts.length === 1) return '.';
  return parts.slice(0, parts[0] === 'packages' ? 2 : 1).join('/');
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The number of line starts at or before the offset, which is the line counted from one. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Lines of a text, not counting the empty one after the last line break. */
export function lineCount(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
