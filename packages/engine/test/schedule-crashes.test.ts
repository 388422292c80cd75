/** A process that dies at any moment around an occurrence neither loses it nor starts it twice: every moment is tried. */
import type { JsonObject } from '@batonhq/core';
import { createEngine, type Engine } from '@batonhq/engine';
import { SimulatedClock, SimulatedDisk, type TornGroup } from '@batonhq/testing';
import { expect, test, vi } from 'vitest';
import { until } from './open-engine.ts';

/** The machine may be busy. */
const patience = 50_000;
vi.setConfig({ testTimeout: 2 * patience });

const minute = 60_000;

const definition: JsonObject = {
  document: { dsl: '1.0.3', namespace: 'test', name: 'report', version: '1.0.0' },
  schedule: { every: { minutes: 10 } },
  do: [{ done: { set: { at: '${ .scheduledAt }' } } }],
};

/** A disk whose power fails at a group of writes that is counted down to. */
class FailingDisk {
  /** Groups written since {@link failAt}; the power fails at the next one when this was the number asked for. */
  written = 0;
  failed = false;
  readonly #disk = new SimulatedDisk({ onWaiting: () => setImmediate(() => this.#write()) });
  #failAt = Infinity;
  #group: TornGroup = 'lost';

  failAt(group: number, torn: TornGroup): void {
    [this.written, this.#failAt, this.#group] = [0, group, torn];
  }

  open(): ReturnType<SimulatedDisk['open']> {
    this.#failAt = Infinity;
    return this.#disk.open();
  }

  #write(): void {
    if (this.written < this.#failAt) {
      this.written += 1;
      this.#disk.flush();
      return;
    }
    this.failed = true;
    this.#disk.crash(this.#group);
  }
}

/** Lets one occurrence come, with the power failing at a group of writes; then another process goes on. */
async function crash(group: number, torn: TornGroup): Promise<{ engine: Engine; hasFailed: boolean }> {
  const clock = new SimulatedClock();
  const disk = new FailingDisk();
  const open = () =>
    createEngine({ journal: disk.open(), clock, onFatal: () => undefined, onWarning: () => undefined });
  const before = await open();
  await before.define(definition);
  disk.failAt(group, torn);
  clock.advance(10 * minute);
  await until(
    async () =>
      disk.failed || (await before.schedules.get('test/report').catch(() => null))?.last?.phase === 'completed',
    patience,
  );
  const hasFailed = disk.failed;
  await before.close(0).catch(() => undefined);
  clock.clear();
  const engine = await open();
  clock.advance(1);
  await until(async () => (await engine.schedules.get('test/report')).last?.phase === 'completed', patience);
  return { engine, hasFailed };
}

test.each(['lost', 'kept'] as const)('the group that the power failure meets is %s', async (torn) => {
  let points = 0;
  for (let group = 0; ; group += 1) {
    const { engine, hasFailed } = await crash(group, torn);
    const executions = await engine.list();
    const { counts, open, last } = await engine.schedules.get('test/report');
    await engine.close(0);
    expect(executions.map(({ id, phase }) => ({ id, phase }))).toEqual([{ id: last?.execution, phase: 'completed' }]);
    expect({ open, ...counts }).toEqual({ open: [], started: 1, skipped: 0, missed: 0, failed: 0 });
    if (!hasFailed) break;
    points += 1;
  }
  expect(points).toBeGreaterThanOrEqual(3);
});
