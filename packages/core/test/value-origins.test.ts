/** Whoever is asked about a call is told where each of its values came from. */
import { describe, expect, it } from 'vitest';
import { simulate } from '@batonhq/testing/core';
import { pendingApprovals } from '../src/index.ts';
import { jqEvaluator } from './jq-evaluator.ts';

type Simulated = ReturnType<typeof simulate>;

const begin = (tasks: Parameters<typeof simulate>[0]): Simulated =>
  simulate(tasks, { input: { to: 'ada@example.com', n: 3 }, evaluator: jqEvaluator() });

const originsOf = ({ program, state }: Simulated) =>
  pendingApprovals(program, state)[0]?.origins.map(({ path, from, source }) => [path, from, source]);

describe('where values of a call came from', () => {
  it('is read off the definition: written there, the input, other tasks, secrets', () => {
    const execution = begin([
      {
        work: {
          fork: {
            branches: [
              { contact: { call: 'find', export: { as: '${ $context + { contact: . } }' } } },
              {
                send: {
                  call: 'mail.send',
                  with: {
                    to: '${ $context.contact.mail }',
                    subject: 'Hello',
                    lines: ['${ .n }', '${ $workflow.input.to }'],
                    greeting: '${ "Dear " + "A." }',
                  },
                  metadata: { after: ['contact'], approval: {} },
                },
              },
            ],
          },
        },
      },
    ]);
    execution.complete('work/contact', { mail: 'yoav@example.com' });
    expect(originsOf(execution)).toEqual([
      ['input.to', 'task', 'contact'],
      ['input.subject', 'definition', null],
      ['input.lines.0', 'input', null],
      ['input.lines.1', 'input', null],
      ['input.greeting', 'computed', null],
    ]);
  });

  it('is the task before where that is what flows in', () => {
    const execution = begin([
      { find: { call: 'find' } },
      { pay: { call: 'pay', with: { amount: '${ .amount }' }, metadata: { approval: {} } } },
    ]);
    execution.complete('find', { amount: 2 });
    expect(originsOf(execution)).toEqual([['input.amount', 'task', 'find']]);
  });

  it('is the person who changed it', () => {
    const execution = begin([{ pay: { call: 'pay', with: { amount: 3 }, metadata: { approval: {} } } }]);
    const [asked] = pendingApprovals(execution.program, execution.state);
    execution.deliver({ kind: 'amend', approval: asked?.id ?? '', by: 'dana', roles: 'all', input: { amount: 2 } });
    expect(originsOf(execution)).toEqual([['input', 'person', 'dana']]);
  });

  it('is what a durable function says, and else the function itself', () => {
    const execution = begin([{ mission: { call: 'agent' } }]);
    const effect = { kind: 'function', name: 'mail.send', input: { to: ['a@b.example'], body: 'Hi' } } as const;
    const operation = { kind: 'call', effect, repeat: 'keyed', approval: {} } as const;
    const origins = { 'to.0': 'fetched:search', body: 'model' };
    execution.deliver({
      kind: 'operation',
      task: 'mission',
      step: 'mission|call(x)#1',
      operation: { ...operation, origins },
    });
    expect(originsOf(execution)).toEqual([
      ['input.to.0', 'fetched', 'search'],
      ['input.body', 'model', null],
    ]);
    const silent = begin([{ mission: { call: 'agent' } }]);
    silent.deliver({ kind: 'operation', task: 'mission', step: 'mission|call(x)#1', operation });
    expect(originsOf(silent)?.map(([, from, source]) => [from, source])).toEqual([
      ['function', 'agent'],
      ['function', 'agent'],
    ]);
  });

  it('is the name of a secret, never what it is', () => {
    const endpoint = 'https://api.example/pay';
    const given = { method: 'post', endpoint, headers: { key: '${ $secrets.bank }' }, body: { n: '${ .n }' } };
    const execution = simulate(
      { use: { secrets: ['bank'] }, do: [{ post: { call: 'http', with: given, metadata: { approval: {} } } }] },
      { input: { n: 3 }, evaluator: jqEvaluator() },
    );
    expect(originsOf(execution)).toEqual([
      ['endpoint', 'definition', null],
      ['headers.key', 'secret', 'bank'],
      ['body.n', 'input', null],
    ]);
  });
});
