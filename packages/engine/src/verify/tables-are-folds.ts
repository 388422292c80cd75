import { isDeepStrictEqual } from 'node:util';
import { foldEvents, listensOf, viewOf } from '@batonhq/core';
import { type Check, type Examined, type Finding, findings } from './examined.ts';

const found = findings('I4', 'the events are right and the table is not: report this journal, it is a defect of Baton');

/** I4: the row, the timers, the listens and the snapshot of an execution are what its events fold to. */
export const tablesAreFolds: Check = (examined) => {
  const { id, state, program, row } = examined;
  const listens = listensOf(program, state);
  return [
    ...differing(id, 'row in `executions`', { stored: row, folded: viewOf(state) }),
    ...differing(id, 'timers', { stored: byTimer(examined.timers), folded: byTimer(armedTimers(examined)) }),
    ...differing(id, 'listens', { stored: examined.listens.toSorted(), folded: [...listens].toSorted() }),
    ...snapshotDiffers(examined),
  ];
};

/** Timers that were armed and have neither fired nor been cancelled, by their last arming. */
export function armedTimers({
  events,
}: Pick<Examined, 'events'>): readonly { readonly timer: string; readonly due: number }[] {
  const armed = new Map<string, number>();
  for (const { event } of events) {
    if (event.kind === 'timer.armed') armed.set(event.timer, event.due);
    else if (event.kind === 'timer.fired' || event.kind === 'timer.cancelled') armed.delete(event.timer);
  }
  return [...armed].map(([timer, due]) => ({ timer, due }));
}

function byTimer(timers: Examined['timers']): Readonly<Record<string, number>> {
  return Object.fromEntries(timers.map(({ timer, due }) => [timer, due]));
}

function snapshotDiffers({ id, program, snapshot, events }: Examined): readonly Finding[] {
  if (snapshot === null) return [];
  const covered = events.filter(({ seq }) => seq <= snapshot.seq);
  const folded = foldEvents(program, null, { execution: id, events: covered });
  return differing(id, `snapshot at event ${snapshot.seq}`, { stored: snapshot, folded });
}

interface Pair {
  readonly stored: unknown;
  readonly folded: unknown;
}

function differing(id: string, table: string, { stored, folded }: Pair): readonly Finding[] {
  const [left, right] = [asStored(stored), asStored(folded)];
  if (isDeepStrictEqual(left, right)) return [];
  return [found(id, `its ${table} differ from its events${memberThatDiffers(left, right)}`)];
}

/** What a value is after it was written as JSON and read back. */
function asStored(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}

function memberThatDiffers(left: unknown, right: unknown): string {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return '';
  const [stored, folded] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
  const names = [...stored.keys(), ...folded.keys()];
  const name = names.find((each) => !isDeepStrictEqual(stored.get(each), folded.get(each)));
  return name === undefined ? '' : ` in ${name}: ${short(stored.get(name))} instead of ${short(folded.get(name))}`;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}
