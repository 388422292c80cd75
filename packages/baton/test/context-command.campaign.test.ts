/** `baton context` and `baton messages` as they are typed, beside a process that serves the folder and without one. */
import { expect, test } from 'vitest';
import { openWorkplace } from './run-baton.ts';

test('values are set, listed, and not overwritten unseen; messages wait', async () => {
  using place = openWorkplace();
  const nothing = await place.run('context');
  expect([nothing.code, nothing.out]).toEqual([0, '']);
  expect((await place.run('context', 'set', 'tone', 'formal')).code).toBe(7);
  const served = place.start('serve', '--port', 'none');
  await served.until(/serving/);
  expect((await place.run('context', 'set', 'tone', 'formal')).talk).toContain('tone has version 1');
  const refused = await place.run('context', 'set', 'tone', '{"a":1}');
  expect([refused.code, refused.talk]).toEqual([5, expect.stringContaining('version 1 is there')]);
  expect((await place.run('context')).out).toMatch(
    /^tenant {2}tone {2}v1 {2}"formal" {2}from user, by .+ \(1 refused\)$/m,
  );
  const settled = await place.run('context', 'set', 'tone', 'warm', '--expected', '1', '--resolves', '2', '--json');
  expect(JSON.parse(settled.out)).toEqual({ scope: 'tenant', key: 'tone', version: 3 });
  const sent = await place.run('messages', 'send', 'editor', 'Shorten it', '--id', 'm1');
  expect(sent.talk).toContain('m1 waits for editor');
  expect((await place.run('messages', 'send', 'editor', 'Shorten it', '--id', 'm1')).talk).toContain('was sent before');
  served.kill('SIGTERM');
  await served.finished;

  expect((await place.run('context', 'get', 'tone')).out.trim()).toBe('"warm"');
  const { out } = await place.run('context', 'history', 'tone', '--json');
  expect(JSON.parse(out)).toMatchObject([
    { kind: 'context.written' },
    { kind: 'context.refused' },
    { kind: 'context.written', fields: { resolves: [2] } },
  ]);
  expect(JSON.parse((await place.run('messages', '--json')).out)).toMatchObject([
    { id: 'm1', to: 'editor', body: 'Shorten it', status: 'waiting' },
  ]);
  expect((await place.run('messages', 'list', 'nobody')).out).toBe('');
  expect((await place.run('context', 'get', 'none')).code).toBe(3);
  expect((await place.run('context', 'drop', 'tone')).code).toBe(2);
});
