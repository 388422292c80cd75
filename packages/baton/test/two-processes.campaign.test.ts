/** One process owns a folder; every other command reaches it through the control socket, or reads beside it. */
import { expect, test } from 'vitest';
import { hello, listening } from './definitions.ts';
import { openWorkplace, type Workplace } from './run-baton.ts';

async function serving(place: Workplace) {
  const served = place.start('serve');
  await served.until(/serving /);
  return served;
}

test('run is a client while serve owns the folder, and the execution outlives the client', async () => {
  using place = openWorkplace();
  place.file('hello.yaml', hello);
  place.file('listening.yaml', listening);
  await serving(place);
  const ran = await place.run('run', 'hello.yaml', '--input', '{"name":"Ada"}', '--json');
  expect(JSON.parse(ran.out)).toMatchObject({ phase: 'completed', output: { greeting: 'hello, Ada' } });
  expect(ran.talk).toMatch(/another process owns the folder/);
  const left = await place.run('run', 'listening.yaml', '--timeout', '500ms', '--json');
  expect(left.code).toBe(6);
  expect(left.talk).toMatch(/the process that owns the folder goes on with it/);
  const shown = await place.run('show', JSON.parse(left.out).id, '--json');
  expect(JSON.parse(shown.out)).toMatchObject({
    phase: 'waiting',
    waitingFor: [{ kind: 'event', task: 'go', types: ['go'] }],
    tasks: [
      { reference: 'ready', phase: 'completed' },
      { reference: 'go', name: 'go', attempts: 1, endedAt: null },
    ],
  });
});

test('define publishes through the owner of the folder', async () => {
  using place = openWorkplace();
  place.file('hello.yaml', hello);
  await serving(place);
  const defined = await place.run('define', 'hello.yaml', '--json');
  expect(JSON.parse(defined.out)).toMatchObject({ namespace: 'tests', name: 'hello', version: '0.1.0' });
  place.file('hello.yaml', hello.replace('"hello, "', '"good morning, "'));
  expect((await place.run('define', 'hello.yaml')).code).toBe(5);
});

test('pause, resume, signal and cancel reach an execution of another process', async () => {
  using place = openWorkplace();
  place.file('listening.yaml', listening);
  const running = place.start('run', 'listening.yaml', '--json');
  await running.until(/waiting for go in go/);
  const { out } = await place.run('list', '--json');
  const [{ id }] = JSON.parse(out);
  const paused = await place.run('pause', id, '--json');
  expect(JSON.parse(paused.out)).toEqual({ id, phase: 'suspended', substate: null });
  expect((await place.run('show', id)).out).toMatch(/waiting {3}somebody to resume it[^]*baton resume /);
  expect(await place.run('resume', id)).toMatchObject({ code: 0, talk: expect.stringMatching(/is waiting/) });
  expect((await place.run('resume', id)).code).toBe(5);
  await place.run('signal', id, 'go', '--data', '{"by":"ada"}');
  const ended = await running.finished;
  expect(JSON.parse(ended.out)).toEqual({ id, phase: 'completed', output: [{ by: 'ada' }] });
  expect(ended.code).toBe(0);
});

test('a cancelled execution ends its run with 1', async () => {
  using place = openWorkplace();
  place.file('listening.yaml', listening);
  const running = place.start('run', 'listening.yaml', '--json');
  await running.until(/waiting for go/);
  const [{ id }] = JSON.parse((await place.run('list', '--json')).out);
  expect((await place.run('cancel', id)).code).toBe(0);
  const ended = await running.finished;
  expect(JSON.parse(ended.out)).toEqual({ id, phase: 'cancelled' });
  expect(ended.code).toBe(1);
});

test('what does not exist is 3, what nobody can carry out is 7 and says how', async () => {
  using place = openWorkplace();
  expect((await place.run('show', 'nothing')).code).toBe(3);
  expect((await place.run('replay', 'nothing')).code).toBe(7);
  const alone = await place.run('cancel', 'nothing');
  expect(alone.talk).toMatch(/no process serves[^]*baton serve/);
  expect(alone.code).toBe(7);
  await serving(place);
  const [shown, cancelled, replayed] = await Promise.all([
    place.run('show', 'nothing'),
    place.run('cancel', 'nothing'),
    place.run('replay', 'nothing'),
  ]);
  expect([shown.code, cancelled.code, replayed.code]).toEqual([3, 3, 3]);
});

test('a second serve says that there is one already', async () => {
  using place = openWorkplace();
  await serving(place);
  const second = await place.run('serve');
  expect(second).toMatchObject({ code: 7, talk: expect.stringMatching(/served by another process/) });
});

test('an owner that stands still is told from one that is not there', async () => {
  using place = openWorkplace();
  const served = await serving(place);
  served.kill('SIGSTOP');
  const [listed, paused, looked] = await Promise.all([
    place.run('list'),
    place.run('pause', 'x'),
    place.run('doctor', '--json'),
  ]);
  served.kill('SIGCONT');
  expect(listed.code).toBe(0);
  expect(paused).toMatchObject({
    code: 7,
    talk: expect.stringMatching(`process ${served.pid} owns .* does not answer`),
  });
  expect(JSON.parse(looked.out).checks).toContainEqual(expect.objectContaining({ check: 'owner', status: 'failed' }));
});

test('SIGTERM drains serve and ends it with 0; its folder is free at once', async () => {
  using place = openWorkplace();
  const first = await serving(place);
  first.kill('SIGTERM');
  expect(await first.finished).toMatchObject({ code: 0, talk: expect.stringMatching(/stopped/) });
  const second = await serving(place);
  second.kill('SIGINT');
  expect((await second.finished).code).toBe(0);
});

test('list, show, replay and doctor read a folder that nobody owns, and one that somebody does', async () => {
  using place = openWorkplace();
  place.file('hello.yaml', hello);
  const { id } = JSON.parse((await place.run('run', 'hello.yaml', '--input', '{"name":"Ada"}', '--json')).out);
  const look = async () => {
    const [list, show, replay, doctor] = await Promise.all([
      place.run('list'),
      place.run('show', id),
      place.run('replay', id, '--json'),
      place.run('doctor', '--verify', '--json'),
    ]);
    expect(list.out).toContain(id);
    expect(show.out).toMatch(/completed[^]*greet[^]*hello, Ada/);
    expect(JSON.parse(replay.out)).toMatchObject({
      id,
      findings: [],
      events: [{ seq: 1, kind: 'execution.started' }, {}, {}],
    });
    expect(JSON.parse(doctor.out)).toMatchObject({
      healthy: true,
      verification: { executions: 1, events: 3, findings: [] },
    });
    expect([list.code, show.code, replay.code, doctor.code]).toEqual([0, 0, 0, 0]);
  };
  await look();
  await serving(place);
  await look();
});
