/** Shared values and messages through power failures at any moment: no message is lost or dealt with twice, no write counts twice. */
import type { JsonObject } from '@batonhq/core';
import { createEngine, type OwnEngine } from '@batonhq/engine';
import { SimulatedDisk } from '@batonhq/testing';
import { expect, test } from 'vitest';
import { contextFunctions, messageFunctions } from '../src/index.ts';

const seeds = [1, 2, 3];
const messages = 6;

/** Numbers from 0 to 1 that depend on the seed alone. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

const definition = (name: string, tasks: readonly JsonObject[]): JsonObject => ({
  document: { dsl: '1.0.3', namespace: 'test', name, version: '1.0.0' },
  do: [{ all: { for: { each: 'n', in: `\${ [range(${messages})] }` }, do: [...tasks] } }],
});

const writing = definition('write', [
  { send: { call: 'message_send', with: { to: 'clerk', body: '${ $n }' } } },
  { count: { call: 'context_write', with: { key: 'sent', scope: 'tenant', value: 1, merge: 'add' } } },
]);
const dealing = definition('deal', [
  {
    take: {
      call: 'message_receive',
      with: { agent: 'clerk', limit: 1, wait: 'PT1M' },
      export: { as: '${ .messages[0] }' },
    },
  },
  { deal: { call: 'deal', with: { body: '${ $context.body }' } } },
  { done: { call: 'message_done', with: { agent: 'clerk', ids: ['${ $context.id }'] } } },
]);

/** An engine on the disk; `dealt` has by which keys each message was dealt with. */
function openOn(disk: SimulatedDisk, dealt: Map<string, Set<string>>): Promise<OwnEngine> {
  let engine: OwnEngine | null = null;
  const own = (): OwnEngine => {
    if (engine === null) throw new TypeError('not open yet');
    return engine;
  };
  const together = messageFunctions({
    messages: () => own().messages,
    scopeOf: (execution) => own().sharedContext.scopeOf(execution),
    definitionOf: async () => 'test/flow',
  });
  const deal = {
    name: 'deal',
    run: ({ idempotencyKey }: { readonly idempotencyKey: string }, input: unknown) => {
      const body = JSON.stringify(input);
      dealt.set(body, (dealt.get(body) ?? new Set()).add(idempotencyKey));
      return null;
    },
  };
  const opened = Promise.withResolvers<void>();
  // Recovery may begin before whoever opens it knows the engine.
  const functions = [...together, ...contextFunctions(() => own().sharedContext)].map(({ run, ...about }) => ({
    ...about,
    run: async (...given: Parameters<NonNullable<typeof run>>) => {
      await opened.promise;
      return run?.(...given);
    },
  }));
  const opening = createEngine({
    journal: disk.open(),
    onFatal: () => undefined,
    onWarning: () => undefined,
    functions: [...functions, deal],
  });
  return opening.then((one) => {
    engine = one;
    opened.resolve();
    return one;
  });
}

test.each(seeds)('seed %i', async (seed) => {
  const random = chance(seed);
  const disk = new SimulatedDisk();
  const dealt = new Map<string, Set<string>>();
  let engine = await openOn(disk, dealt);
  const ids = await Promise.all([
    engine.start({ id: 'write', definition: writing }),
    engine.start({ id: 'deal', definition: dealing }),
  ]);
  // Once more, and a step that died with its process every time would be put into quarantine.
  for (let crash = 0; crash < 4; crash += 1) {
    await pause(random() * 15);
    disk.crash(random() < 0.5 ? 'lost' : 'kept');
    engine = await openOn(disk, dealt);
  }
  const results = await Promise.all(ids.map((id) => engine.result(id)));
  expect(results.map(({ phase }) => phase)).toEqual(['completed', 'completed']);
  expect(dealt.size).toBe(messages);
  expect([...dealt.values()].map((keys) => keys.size)).toEqual(Array.from({ length: messages }, () => 1));
  const tenant = 'local';
  const all = await engine.messages.list({ tenant });
  expect(all.map(({ status }) => status)).toEqual(Array.from({ length: messages }, () => 'acknowledged'));
  const sent = await engine.sharedContext.read({ tenant, scope: 'tenant', key: 'sent' });
  expect(sent).toMatchObject({ value: messages, conflicts: [] });
  await engine.close(0);
});
