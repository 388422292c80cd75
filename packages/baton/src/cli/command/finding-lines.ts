import type { Finding } from '@batonhq/engine';
import type { Painter } from '../terminal/painter.ts';
import { plainLine } from '../terminal/plain-text.ts';

/** Findings of the invariant checker, each with its way out. */
export function findingLines(findings: readonly Finding[], paint: Painter): readonly string[] {
  return findings.flatMap(({ invariant, execution, what, fix }) => [
    `${paint.red(invariant)} ${execution === null ? '' : `${plainLine(execution)}: `}${plainLine(what)}`,
    `   ${paint.dim(`fix: ${plainLine(fix)}`)}`,
  ]);
}
