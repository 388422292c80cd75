import { crc32 } from 'node:zlib';
import { type ExecutionState, snapshotVersion } from '@batonhq/core';
import { attach } from './large-values.ts';
import { number, text, textOrNull, type Row } from './rows.ts';
import { SqliteDamagedError } from './sqlite-damaged-error.ts';

interface SnapshotRow {
  readonly seq: number;
  readonly version: number;
  readonly state: string;
  readonly large: string | null;
}

/** The check sum of a snapshot. */
export function sealSnapshot(execution: string, { seq, version, state, large }: SnapshotRow): number {
  return crc32(`${execution} ${seq} ${version}\n${large ?? ''}\n${state}`);
}

/** Reads a snapshot back; null when another release wrote it in its own form: the events say the same. */
export function fromSnapshotRow(row: Row, execution: string, blob: (hash: string) => string): ExecutionState | null {
  const stored = {
    seq: number(row, 'seq'),
    version: number(row, 'version'),
    state: text(row, 'state'),
    large: textOrNull(row, 'large'),
  };
  if (sealSnapshot(execution, stored) !== number(row, 'crc')) {
    throw new SqliteDamagedError(`the snapshot of execution ${execution} is not what was written`);
  }
  if (stored.version !== snapshotVersion) return null;
  return attach<ExecutionState>(stored.state, stored.large, blob);
}
