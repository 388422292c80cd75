/** `baton agents` as it is typed, and a definition whose agent comes from a folder. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startScriptedModel } from '@batonhq/testing';
import { expect, onTestFinished, test } from 'vitest';
import { openWorkplace } from './run-baton.ts';

const editor = 'name: editor\ndescription: Edits texts\ninstructions: Make it shorter.\ntools: [documents_search]\n';

test('agents are added, listed, shown, removed, and what is wrong says where', async () => {
  using place = openWorkplace();
  place.file('editor.yaml', editor);
  const none = await place.run('agents');
  expect(none.talk).toContain('0 in agents, 21 that come with Baton');
  expect(none.out).toMatch(/^critical-issues-manager +Takes what is broken in hand/m);
  expect((await place.run('agents', 'add', 'editor.yaml')).code).toBe(0);
  expect((await place.run('agents')).out).toMatch(/^editor +Edits texts$/m);
  expect(JSON.parse((await place.run('agents', 'show', 'editor', '--json')).out)).toMatchObject({
    name: 'editor',
    path: join('agents', 'editor.yaml'),
  });
  const again = await place.run('agents', 'add', 'editor.yaml');
  expect([again.code, again.talk]).toEqual([5, expect.stringContaining('describes editor already')]);
  const missing = await place.run('agents', 'show', 'editr');
  expect([missing.code, missing.talk]).toEqual([3, expect.stringContaining('did you mean editor?')]);
  place.file('broken.yaml', editor.replace('description', 'descripton'));
  const broken = await place.run('agents', 'add', 'broken.yaml');
  expect([broken.code, broken.talk]).toEqual([2, expect.stringContaining("must have required property 'description'")]);
  expect(broken.talk).toContain('must NOT have additional properties: descripton');
  expect((await place.run('agents', 'remove', 'editor')).code).toBe(0);
  expect(existsSync(join(place.folder, 'agents', 'editor.yaml'))).toBe(false);
  expect((await place.run('agents', 'fire', 'editor')).code).toBe(2);
});

test('an agent of a folder works in a workspace with a model of the command line', async () => {
  const model = await startScriptedModel(({ messages }) => {
    const results = messages.filter(({ role }) => role === 'tool');
    if (results.length > 0) return { text: `Found: ${String(results[0]?.content)}` };
    return { calls: [{ name: 'documents_search', arguments: { query: 'lease' } }] };
  });
  onTestFinished(() => model.close());
  using place = openWorkplace();
  mkdirSync(join(place.folder, 'agents'));
  place.file('agents/editor.yaml', editor);
  place.file('notes.md', '# Lease\n\nThe lease ends in May.');
  const host = new URL(model.address).host;
  const surroundings = ['--model', `${model.address}#scripted`, '--workspace', '.', '--allow-host', host];
  const health = await place.run('agents', 'test', 'document-search', '--json', ...surroundings);
  expect(JSON.parse(health.out)).toMatchObject({ isHealthy: true, missingTools: [], models: [{ answers: true }] });
  const alone = await place.run('agents', 'test', 'document-search');
  expect([alone.code, alone.talk]).toEqual([2, expect.stringContaining('works in a workspace')]);
  const tried = await place.run('agents', 'test', 'editor', '--prompt', 'Find the lease', ...surroundings);
  expect([tried.code, tried.out]).toEqual([0, expect.stringContaining('The lease ends in May')]);
  const mute = await place.run('agents', 'test', 'editor', '--prompt', 'Find the lease', '--workspace', '.');
  expect([mute.code, mute.talk + mute.out]).toEqual([1, expect.stringContaining('no model: name one with --model')]);
  place.file(
    'ask.yaml',
    `document: { dsl: '1.0.3', namespace: tests, name: ask, version: '0.1.0' }\ndo: [{ ask: { call: agent, with: { agent: editor, prompt: Find the lease } } }]\n`,
  );
  const executed = await place.run('run', 'ask.yaml', '--json', ...surroundings);
  expect(JSON.parse(executed.out)).toMatchObject({ phase: 'completed', output: { handOff: { status: 'completed' } } });
});
