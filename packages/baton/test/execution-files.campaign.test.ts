/** What an execution wrote is read over HTTP: nothing else of the workspace is, and nothing outside of it. */
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, JsonObject } from '@batonhq/core';
import { createClient, ProblemError, type Answer } from '@batonhq/server/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOrchestrationSystem, type OrchestrationSystem } from '../src/index.ts';

type FileRow = Answer<'GET /api/executions/{id}/files'>['files'][number];

let folder = '';
let workspace = '';
let system: OrchestrationSystem;
let url = '';
let admin = '';
let viewer = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baton-files-'));
  workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  writeFileSync(join(folder, 'outside.txt'), 'a secret of the machine');
  writeFileSync(join(workspace, 'diary.txt'), 'nobody wrote this here');
  system = await createOrchestrationSystem({ dataDir: join(folder, 'data'), workspace });
  // It says that it wrote whatever it is told to say.
  system.registerTool({
    name: 'claim',
    description: 'Says what it wrote',
    input: { type: 'object' },
    repeat: 'safe',
    files: ['paths'],
    run: (_context, input) => input,
  });
  const serving = await system.serve({ port: 0 });
  url = serving.url;
  admin = serving.firstToken ?? '';
  viewer = await keyOf('viewer');
});

afterAll(async () => {
  await system.close(0);
  rmSync(folder, { recursive: true, force: true });
});

async function keyOf(role: 'viewer' | 'admin', tenant = 'local'): Promise<string> {
  const client = createClient({ url, token: admin });
  const made = await client.call('POST /api/keys', { body: { tenant, user: 'eve', name: 'test', role } });
  return made.token;
}

let executions = 0;

/** Carries out tasks one after the other. */
async function carryOut(...tasks: readonly JsonObject[]): Promise<string> {
  executions += 1;
  const handle = await system.submitWorkflow({
    workflow: {
      document: { dsl: '1.0.3', namespace: 'tests', name: `files-${executions}`, version: '1.0.0' },
      do: tasks.map((task, index) => ({ [`step-${index}`]: task })),
    },
  });
  expect(await handle.result()).toMatchObject({ phase: 'completed' });
  return handle.id;
}

function write(path: string, text = 'written'): JsonObject {
  return { call: 'documents_write:1.0.0@default', with: { path, text } };
}

function claim(...paths: readonly string[]): JsonObject {
  return { call: 'claim', with: { paths: [...paths] } };
}

async function filesOf(id: string, token = viewer): Promise<readonly FileRow[]> {
  return (await createClient({ url, token }).call('GET /api/executions/{id}/files', { params: { id } })).files;
}

async function contentOf(id: string, path: string, token = viewer): Promise<Response> {
  return fetch(`${url}/api/executions/${id}/files/content?path=${encodeURIComponent(path)}`, {
    headers: { authorization: `Bearer ${token}` },
  });
}

async function refusalOf(id: string, path: string): Promise<readonly [status: number, detail: Json]> {
  const answer = await contentOf(id, path);
  const problem: JsonObject = JSON.parse(await answer.text());
  return [answer.status, problem['detail'] ?? null];
}

test('whoever may look at an execution reads what it wrote, under its own name, as something to keep', async () => {
  const path = 'results/דוח שבועי (1).html';
  const page = '<script>alert(1)</script>';
  const id = await carryOut(write(path, page), write('results/empty.txt', ' '));
  expect(await filesOf(id)).toMatchObject([
    { path, task: 'step-0', step: 'step-0', function: 'documents_write', execution: id, state: 'there', bytes: 25 },
    { path: 'results/empty.txt', mediaType: 'text/plain; charset=utf-8', detail: null },
  ]);
  const answer = await contentOf(id, path);
  expect(await answer.text()).toBe(page);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-length': '25',
    'content-disposition':
      `attachment; filename="___ _____ (1).html"; ` +
      `filename*=UTF-8''${encodeURIComponent('דוח שבועי ')}%281%29.html`,
    'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none';/),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  const head = await fetch(answer.url, { method: 'HEAD', headers: { authorization: `Bearer ${viewer}` } });
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '25', '']);
});

test('what no function wrote is not given out, whatever outputs, definitions and addresses say', async () => {
  const id = await carryOut(
    write('results/own.txt'),
    // Each of these names a file that the execution did not write.
    { set: { path: 'diary.txt', files: ['diary.txt'], paths: ['diary.txt'] } },
    { ...write('results/other.txt'), output: { as: '${ { path: "diary.txt" } }' } },
    { call: 'documents_read:1.0.0@default', with: { path: 'diary.txt' } },
  );
  expect((await filesOf(id)).map(({ path }) => path)).toEqual(['results/own.txt']);
  const others = [
    'diary.txt',
    './results/own.txt',
    'results//own.txt',
    '../outside.txt',
    '/etc/hostname',
    'results',
    '',
  ];
  for (const path of [...others, join(workspace, 'diary.txt'), 'results/own.txt\u0000', 'results%2Fown.txt'])
    expect(await refusalOf(id, path)).toEqual([404, expect.stringContaining('wrote no file of that name')]);
  const elsewhere = await keyOf('admin', 'elsewhere');
  expect((await contentOf(id, 'results/own.txt', elsewhere)).status).toBe(404);
  await expect(filesOf(id, elsewhere)).rejects.toThrow(ProblemError);
  expect((await contentOf(id, 'results/own.txt', 'baton_none')).status).toBe(401);
});

test('what leads out of the workspace, or is no file, is not opened, also when a function said that it wrote it', async () => {
  symlinkSync(join(folder, 'outside.txt'), join(workspace, 'link.txt'));
  symlinkSync(folder, join(workspace, 'way'));
  mkdirSync(join(workspace, 'folder.md'));
  execFileSync('mkfifo', [join(workspace, 'pipe.txt')]);
  writeFileSync(join(workspace, 'huge.txt'), '');
  truncateSync(join(workspace, 'huge.txt'), 33 * 1024 * 1024);
  const bad = ['../outside.txt', '/etc/hostname', 'link.txt', 'way/outside.txt', 'folder.md', 'pipe.txt', 'a\u0000b'];
  const id = await carryOut(claim(...bad, 'huge.txt', 'nowhere.txt'));
  const files = await filesOf(id);
  expect(files.map(({ path, state }) => [path, state])).toEqual([
    ...bad.map((path) => [path, 'refused']),
    ['huge.txt', 'large'],
    ['nowhere.txt', 'gone'],
  ]);
  for (const path of bad)
    expect(await refusalOf(id, path)).toEqual([404, expect.stringMatching(/leads out|is no file/)]);
  expect(await refusalOf(id, 'huge.txt')).toEqual([413, expect.stringContaining('34603008 bytes')]);
  expect(await refusalOf(id, 'nowhere.txt')).toEqual([404, 'it is no longer in the workspace']);
});

test('names that would end a header, hide letters or turn them around are told as they are, and kept harmless', async () => {
  const names = ['a\r\nset-cookie: x=1.txt', 'gpj\u202Eexe.txt', '"; filename=evil.exe; x=".txt', '..%2f%00.txt'];
  const id = await carryOut(...names.map((name) => write(`results/${name}`)), write('results/half \ud800.txt'));
  names.push('half \ufffd.txt');
  expect((await filesOf(id)).map(({ path, state }) => [path, state])).toEqual(
    names.map((name) => [`results/${name}`, 'there']),
  );
  const headers = [];
  for (const name of names) {
    const answer = await contentOf(id, `results/${name}`);
    expect([answer.status, await answer.text(), answer.headers.get('set-cookie')]).toEqual([200, 'written', null]);
    headers.push(answer.headers.get('content-disposition'));
  }
  expect(headers).toEqual([
    `attachment; filename="a__set-cookie_ x=1.txt"; filename*=UTF-8''a__set-cookie_%20x%3D1.txt`,
    `attachment; filename="gpj_exe.txt"; filename*=UTF-8''gpj_exe.txt`,
    `attachment; filename="__ filename=evil.exe_ x=_.txt"; filename*=UTF-8''_%3B%20filename%3Devil.exe%3B%20x%3D_.txt`,
    `attachment; filename=".._2f_00.txt"; filename*=UTF-8''..%252f%2500.txt`,
    `attachment; filename="half _.txt"; filename*=UTF-8''half%20%EF%BF%BD.txt`,
  ]);
});

test('a file that somebody changed, moved away or replaced by a folder or a link since is said to be so', async () => {
  const paths = ['kept.txt', 'edited.txt', 'swapped.txt', 'moved.txt', 'folded.txt', 'linked.txt'];
  const id = await carryOut(...paths.map((path) => write(path)));
  const at = (path: string): string => join(workspace, path);
  await expect.poll(() => Date.now()).toBeGreaterThan((await filesOf(id)).at(-1)?.writtenAt ?? Infinity);
  writeFileSync(at('edited.txt'), 'something else');
  renameSync(at('diary.txt'), at('swapped.txt'));
  renameSync(at('moved.txt'), at('elsewhere.txt'));
  for (const path of ['folded.txt', 'linked.txt']) rmSync(at(path));
  mkdirSync(at('folded.txt'));
  symlinkSync(join(folder, 'outside.txt'), at('linked.txt'));
  const states = Object.fromEntries((await filesOf(id)).map(({ path, state }) => [path, state]));
  expect(states).toEqual({
    'kept.txt': 'there',
    'edited.txt': 'changed',
    'swapped.txt': 'changed',
    'moved.txt': 'gone',
    'folded.txt': 'refused',
    'linked.txt': 'refused',
  });
  expect(await (await contentOf(id, 'edited.txt')).text()).toBe('something else');
  expect(readFileSync(at('kept.txt'), 'utf8')).toBe('written');
});

test('an execution that was branched off has what the one before wrote, and says which one that was', async () => {
  const id = await carryOut(write('results/first.txt'), write('results/second.txt'));
  const branched = await system.branchOff(id, { from: 'step-1' });
  await branched.result();
  expect((await filesOf(branched.id)).map(({ path, execution }) => [path, execution])).toEqual([
    ['results/first.txt', id],
    ['results/second.txt', branched.id],
  ]);
});
