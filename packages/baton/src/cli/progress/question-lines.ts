import { isJsonObject, type Json, type PendingApproval } from '@batonhq/core';
import type { Painter } from '../terminal/painter.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';

/** What a question about an execution as a whole is about, in lines: the differences that a yes agrees to. */
export function questionLines({ kind, call }: PendingApproval, paint: Painter): readonly string[] {
  if (kind === 'revision') return listOf(call['changes']).flatMap((change) => changeLines(change, paint));
  if (kind === 'basis') return listOf(call['differences']).map((one) => differenceLine(one));
  return [];
}

function changeLines(change: Json, paint: Painter): readonly string[] {
  if (!isJsonObject(change)) return [];
  const { kind, task, before, after } = change;
  const [old, now] = [objectOf(before), objectOf(after)];
  if (kind === 'added') return [paint.green(plainLine(`    + ${text(task)}  ${callText(now)}`))];
  if (kind === 'removed') return [paint.red(plainLine(`    - ${text(task)}  ${callText(old)}`))];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const changed = names.filter((name) => plainJson(old[name] ?? null) !== plainJson(now[name] ?? null));
  return [
    paint.yellow(plainLine(`    ~ ${text(task)}`)),
    ...changed.flatMap((name) => [
      paint.red(plainLine(`      - ${name}: ${plainJson(old[name] ?? null)}`)),
      paint.green(plainLine(`      + ${name}: ${plainJson(now[name] ?? null)}`)),
    ]),
  ];
}

function callText({ call, with: given }: { readonly [name: string]: Json }): string {
  const name = typeof call === 'string' ? call : '';
  return given === undefined ? name : `${name} ${plainJson(given)}`;
}

function differenceLine(difference: Json): string {
  const { kind, name, before, after } = objectOf(difference);
  return plainLine(
    `    ${text(kind)} ${text(name)}: ${text(before) || 'nothing'} then, ${text(after) || 'nothing'} now`,
  );
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function objectOf(value: Json | undefined): { readonly [name: string]: Json } {
  return isJsonObject(value) ? value : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
