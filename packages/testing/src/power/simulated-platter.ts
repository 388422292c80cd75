import type { SeededRandom } from '../random/seeded-random.ts';
import type { DiskOperation, FileName } from './recorded-writes.ts';

/** What becomes of writes that nobody has synced when the power fails. */
export const fates = ['lost', 'kept', 'some', 'torn'] as const;

/** One of them. */
export type Fate = (typeof fates)[number];

/** What is found on the disk when the power is back. */
export interface Remains {
  readonly files: ReadonlyMap<FileName, Buffer>;
  /** Writes that did not make it. */
  readonly lost: number;
  /** Writes of which a part made it. */
  readonly torn: number;
}

type Change = Exclude<DiskOperation, { readonly kind: 'sync' | 'sync-names' }>;

interface Stored {
  /** Null when it does not exist. */
  content: Buffer | null;
  /** Not synced, in order. */
  readonly pending: Change[];
}

/** Disks write a sector whole or not at all, nothing larger. */
const sector = 512;

/**
 * A disk with a cache that forgets: what was synced is on it, and of the rest anything may be, in any order, in parts.
 *
 * Syncing a file makes its name durable too, as journalling file systems do; removing a name is durable once the folder
 * is synced.
 */
export class SimulatedPlatter {
  readonly #files = new Map<FileName, Stored>();

  /** Something is done to the disk. */
  apply(operation: DiskOperation): void {
    if (operation.kind === 'sync-names') return this.#syncNames();
    const stored = this.#files.get(operation.file) ?? { content: null, pending: [] };
    this.#files.set(operation.file, stored);
    if (operation.kind === 'sync') {
      stored.content = changed(stored.content, stored.pending);
      stored.pending.length = 0;
      return;
    }
    // Written after it was removed: it is another file of the same name.
    if (stored.pending.at(-1)?.kind === 'unlink') {
      stored.content = null;
      stored.pending.length = 0;
    }
    stored.pending.push(operation);
  }

  /** The power fails. What is found afterwards; the disk itself goes on as if nothing had happened. */
  remains(fate: Fate, random: SeededRandom): Remains {
    const files = new Map<FileName, Buffer>();
    let [lost, torn] = [0, 0];
    for (const [file, { content, pending }] of this.#files) {
      const survivors = reachable(
        pending.filter(() => survives(fate, random)),
        pending,
      );
      lost += pending.length - survivors.length;
      const last = fate === 'torn' ? survivors.findLastIndex(({ kind }) => kind === 'write') : -1;
      const kept = survivors.map((change, index) => (index === last ? tornApart(change, random) : change));
      if (last >= 0) torn += 1;
      const found = changed(content, kept);
      if (found !== null) files.set(file, found);
    }
    return { files, lost, torn };
  }

  #syncNames(): void {
    for (const stored of this.#files.values()) {
      const named = stored.pending.findLastIndex(({ kind }) => kind === 'unlink' || kind === 'replace');
      stored.content = named < 0 ? stored.content : changed(stored.content, stored.pending.splice(0, named + 1));
    }
  }
}

/** What was written to a file whose name was lost is lost with it. */
function reachable(survivors: readonly Change[], pending: readonly Change[]): readonly Change[] {
  const named = pending.findLastIndex(({ kind }) => kind === 'replace');
  const change = pending[named];
  if (change === undefined || survivors.includes(change)) return survivors;
  return survivors.filter((survivor) => pending.indexOf(survivor) < named);
}

function survives(fate: Fate, random: SeededRandom): boolean {
  return fate === 'kept' || (fate !== 'lost' && random.chance(fate === 'torn' ? 0.8 : 0.5));
}

/** Some sectors of a write, the first or the last ones. */
function tornApart(change: Change, random: SeededRandom): Change {
  if (change.kind !== 'write') return change;
  const whole = Math.max(1, Math.ceil(change.data.length / sector));
  const cut = Math.min(change.data.length, random.below(whole) * sector);
  if (random.chance(0.5)) return { ...change, data: change.data.subarray(0, cut) };
  return { ...change, data: change.data.subarray(cut), offset: change.offset + cut };
}

function changed(before: Buffer | null, changes: readonly Change[]): Buffer | null {
  const size = Math.max(before?.length ?? 0, ...changes.map(endOf));
  let content = before === null ? null : grown(before, size);
  let length = before?.length ?? 0;
  for (const change of changes) {
    if (change.kind === 'unlink') content = null;
    if (content === null) length = 0;
    if (change.kind === 'unlink') continue;
    content ??= Buffer.alloc(size);
    if (change.kind === 'write') change.data.copy(content, change.offset);
    else if (change.kind === 'truncate') content.fill(0, change.size);
    else change.data.copy(content.fill(0));
    length = change.kind === 'write' ? Math.max(length, endOf(change)) : endOf(change);
  }
  return content?.subarray(0, length) ?? null;
}

function grown(content: Buffer, size: number): Buffer {
  const copy = Buffer.alloc(size);
  content.copy(copy);
  return copy;
}

function endOf(change: Change): number {
  if (change.kind === 'write') return change.offset + change.data.length;
  if (change.kind === 'replace') return change.data.length;
  return change.kind === 'truncate' ? change.size : 0;
}
