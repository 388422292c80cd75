import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, fault, FaultError, type Json } from '@batonhq/core';
import { expect, onTestFinished, vi } from 'vitest';
import { createOrchestrationSystem, type OrchestrationSystem, type SystemOptions } from '../src/index.ts';

interface Place {
  readonly system: OrchestrationSystem;
  readonly calls: readonly string[];
}

/** A system with a tool that finds a rate, and two that tell it: `tell` does what a test wants of it, `fax` always works. */
export async function openPlace(tell: (times: number) => Json, options: SystemOptions = {}): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-revision-'));
  const system = await createOrchestrationSystem({ ...options, dataDir: join(folder, 'data') });
  onTestFinished(async () => {
    await system.close(0);
    rmSync(folder, { recursive: true, force: true });
  });
  const calls: string[] = [];
  const tool = (name: string, run: (times: number) => Json): void =>
    system.registerTool({
      name,
      description: name,
      input: { type: 'object', properties: { rate: { type: 'number' } } },
      output: { type: 'object', properties: { rate: { type: 'number' } } },
      planning: { risk: 'low' },
      run() {
        calls.push(name);
        return run(calls.filter((one) => one === name).length);
      },
    });
  tool('find', () => ({ rate: 3 }));
  tool('tell', tell);
  tool('fax', () => ({ rate: 4 }));
  return { system, calls };
}

/** A service that is down. */
export const unreachable = (): never => {
  throw new FaultError(fault('communication', 'nobody answers', { status: 503 }));
};

/** What people are asked about an execution, as soon as they are. */
export async function question(system: OrchestrationSystem, execution: string) {
  await vi.waitFor(async () => expect(await system.approvals.list({ execution })).toHaveLength(1), { timeout: 60_000 });
  const [asked] = await system.approvals.list({ execution });
  assert(asked, 'nobody was asked');
  return asked;
}
