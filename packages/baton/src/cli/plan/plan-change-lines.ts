import type { PlanDifference } from '@batonhq/agents/planner';
import { jsonChanges } from '../replay/json-changes.ts';
import type { Painter } from '../terminal/painter.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';

/** What changed from one version of a plan to another, as people read it. */
export function planChangeLines({ changes, toApprove }: PlanDifference, paint: Painter): readonly string[] {
  if (changes.length === 0) return ['nothing changed'];
  const lines = changes.flatMap((change) => {
    if (change.kind === 'added') return [paint.green(`+ ${change.task}  ${change.function}  ${change.risk}`)];
    if (change.kind === 'removed') return [paint.red(`- ${change.task}  ${change.function}  ${change.risk}`)];
    // Of arguments with many members, only those that differ are worth reading.
    const members = change.members.flatMap(({ name, before, after }) =>
      jsonChanges(before, after, name).flatMap((one) => [
        plainLine(`    ${one.path.replaceAll('/', '.')}`),
        ...(one.before === undefined ? [] : [paint.red(plainLine(`    - ${plainJson(one.before)}`))]),
        ...(one.after === undefined ? [] : [paint.green(plainLine(`    + ${plainJson(one.after)}`))]),
      ]),
    );
    return [paint.yellow(`~ ${change.task}  ${change.risk}`), ...members];
  });
  return [
    ...lines,
    '',
    toApprove.length === 0 ? 'nothing of it has to be agreed to' : `to be agreed to: ${toApprove.join(', ')}`,
  ];
}
