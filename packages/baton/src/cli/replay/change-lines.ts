import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Painter } from '../terminal/painter.ts';
import { fitWidth, textWidth } from '../terminal/text-width.ts';
import type { JsonChange } from './json-changes.ts';

/** Differences as lines: `+ place value`, `- place value`, `~ place before → after`, cut to the page. */
export function changeLines(changes: readonly JsonChange[], paint: Painter, columns: number): readonly string[] {
  return changes.map((change) => {
    const { path, before, after } = change;
    const place = plainLine(path === '' ? '/' : path);
    if (before === undefined) return paint.green(cut(`+ ${place}  ${plainJson(after)}`, columns));
    if (after === undefined) return paint.red(cut(`- ${place}  ${plainJson(before)}`, columns));
    return paint.yellow(cut(`~ ${place}  ${plainJson(before)} → ${plainJson(after)}`, columns));
  });
}

function cut(line: string, columns: number): string {
  return textWidth(line) <= columns ? line : fitWidth(line, columns).trimEnd();
}
