/** A2A calls against an agent built on the official SDK: messages, streams, tasks, both versions, faults. */
import { expect, test } from 'vitest';
import { agentServer, type AgentServer } from './agent-server.ts';
import { complete, definition, open, until } from './engine.ts';

const say = (text: string) => ({ message: { parts: [{ kind: 'text', text }] } });
const viaCard = ({ url }: AgentServer, method: string, parameters: object) => ({
  call: 'a2a',
  with: { method, agentCard: { endpoint: `${url}/.well-known/agent-card.json` }, parameters },
});
const direct = ({ url }: AgentServer, method: string, parameters: object) => ({
  call: 'a2a',
  with: { method, server: `${url}/rpc`, parameters },
});

test('a message becomes a task, which can be asked for', async () => {
  const agent = await agentServer();
  const engine = await open({ egress: { allow: [agent.host] } });
  const id = await engine.start({
    definition: definition([
      { send: viaCard(agent, 'message/send', say('Ada')) },
      {
        get: {
          ...direct(agent, 'tasks/get', { id: '${ .id }' }),
          output: { as: '${ { state: .status.state, said: .artifacts[0].parts[0].text } }' },
        },
      },
    ]),
  });
  expect(await engine.result(id)).toEqual({ phase: 'completed', output: { state: 'completed', said: 'hello, Ada' } });
  expect(agent.seen[0]).toMatchObject({
    method: 'message/send',
    params: {
      message: {
        role: 'user',
        messageId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      },
    },
  });
});

test('a stream gives all its results, in order', async () => {
  const agent = await agentServer();
  const engine = await open({ egress: { allow: [agent.host] } });
  expect(await complete(engine, [{ a: direct(agent, 'message/stream', say('all')) }])).toMatchObject([
    { kind: 'task', status: { state: 'working' } },
    { kind: 'artifact-update', artifact: { parts: [{ text: 'hello, all' }] } },
    { kind: 'status-update', status: { state: 'completed' } },
  ]);
});

test('a task that goes on is cancelled', async () => {
  const agent = await agentServer();
  const engine = await open({ egress: { allow: [agent.host] } });
  const send = direct(agent, 'message/send', { ...say('wait'), configuration: { blocking: false } });
  const cancel = direct(agent, 'tasks/cancel', { id: '${ .id }' });
  expect(await complete(engine, [{ send }, { cancel }])).toMatchObject({ kind: 'task', status: { state: 'canceled' } });
});

test('an agent that knows version 1.0 only is spoken to in that', async () => {
  const agent = await agentServer(['1.0']);
  const engine = await open({ egress: { allow: [agent.host] } });
  expect(await complete(engine, [{ a: viaCard(agent, 'message/send', say('you')) }])).toMatchObject({
    task: { status: { state: 'TASK_STATE_COMPLETED' }, artifacts: [{ parts: [{ text: 'hello, you' }] }] },
  });
  expect(agent.seen[0]).toMatchObject({
    method: 'SendMessage',
    params: { message: { role: 'ROLE_USER', parts: [{ text: 'you' }] } },
  });
});

test('an error of the agent is a runtime fault; who calls is proved to the agent of the same origin only', async () => {
  const agent = await agentServer();
  const engine = await open({ egress: { allow: [agent.host] } });
  expect(await complete(engine, [{ a: direct(agent, 'tasks/get', { id: 'nobody' }) }])).toMatchObject({
    fault: {
      type: 'https://serverlessworkflow.io/spec/1.0.0/errors/runtime',
      detail: expect.stringContaining('-32001'),
    },
  });
  const authentication = { bearer: { token: 'a-token' } };
  const card = { endpoint: { uri: `${agent.url}/.well-known/agent-card.json`, authentication } };
  await complete(engine, [
    { a: { call: 'a2a', with: { method: 'message/send', agentCard: card, parameters: say('x') } } },
  ]);
  expect(agent.seen.at(-1)).toMatchObject({ authorization: 'Bearer a-token' });
});

test('a message whose answer was lost waits for a word; a task is asked for again', async () => {
  const agent = await agentServer();
  const engine = await open({ egress: { allow: [agent.host] } });
  const id = await engine.start({
    definition: definition([{ a: direct(agent, 'message/send', say('break the line')) }]),
  });
  await until(async () => (await engine.details(id)).waitingFor[0]?.kind === 'settlement');
  expect(await complete(engine, [{ a: direct(agent, 'tasks/get', { id: 'break the line' }) }])).toMatchObject({
    phase: 'faulted',
  });
  expect(
    await complete(engine, [{ a: direct({ ...agent, url: 'http://10.0.0.1' }, 'message/send', say('x')) }]),
  ).toMatchObject({
    fault: { status: 403 },
  });
});
