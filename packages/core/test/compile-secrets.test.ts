/** Secrets are read when a call is made and never recorded: where a value would be recorded they are refused. */
import { describe, expect, it } from 'vitest';
import { compiled, programFor, taskAt } from './compiled.ts';

const use = { secrets: ['api', 'two words'] };
const recorded = 'the value of $secrets would be recorded here';
const problems = (task: object, more: object = {}) => compiled({ use, ...more, do: [{ a: task }] }).problems;

describe('$secrets', () => {
  it('may stand in what a call sends', () => {
    const call = {
      call: 'http',
      with: {
        method: 'get',
        endpoint: {
          uri: '${ "https://example.com/" + $secrets.api }',
          authentication: { bearer: { token: '${ $secrets.api }' } },
        },
        headers: { key: '${ $secrets["two words"] }' },
        query: { key: '${ $secrets.api }' },
        body: ['${ $secrets."two words" }'],
      },
    };
    const { effect } = taskAt(programFor({ use, do: [{ a: call }] }), 'a', 'call');
    if (effect.kind !== 'http') throw new TypeError(effect.kind);
    const { endpoint, headers, query, body, authentication } = effect;
    expect([endpoint, headers, query, body, authentication].map((part) => part?.deferred)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
  });

  it.each<[string, object]>([
    ['set', { set: { x: '${ $secrets.api }' } }],
    ['if', { if: '$secrets.api', set: { x: 1 } }],
    ['input', { set: { x: 1 }, input: { from: '$secrets' } }],
    ['output', { set: { x: 1 }, output: { as: { y: '${ $secrets.api }' } } }],
    ['export', { set: { x: 1 }, export: { as: '$secrets.api' } }],
    ['timeout', { set: { x: 1 }, timeout: { after: '${ $secrets.api }' } }],
    ['switch', { switch: [{ c: { when: '$secrets.api', then: 'end' } }] }],
    ['for', { for: { in: '$secrets | keys' }, do: [] }],
    ['while', { for: { in: '[]' }, while: '$secrets.api', do: [] }],
    ['catch', { try: [], catch: { when: '$secrets.api' } }],
    ['retry', { try: [], catch: { retry: { when: '$secrets.api' } } }],
    ['wait', { wait: '${ $secrets.api }' }],
    ['raise', { raise: { error: { type: 'https://example.com', status: 400, detail: '${ $secrets.api }' } } }],
    ['emit', { emit: { event: { with: { source: 'https://example.com', type: 't', data: '${ $secrets.api }' } } } }],
    ['listen', { listen: { to: { one: { with: { type: '${ $secrets.api }' } } } } }],
    ['a function', { call: 'f', with: { x: '${ $secrets.api }' } }],
    ['a workflow', { run: { workflow: { namespace: 'a', name: 'b', version: '1.0.0', input: '${ $secrets.api }' } } }],
    ['a text', { set: { x: '${ "key: \\($secrets.api)" }' } }],
  ])('may not stand in %s', (_name, task) => expect(problems(task)).toEqual([expect.stringContaining(recorded)]));

  it('may not stand in the data of the workflow', () => {
    expect(problems({ wait: 'PT1S' }, { input: { from: '$secrets.api' }, output: { as: '$secrets.api' } })).toEqual([
      `/input/from: ${recorded}`,
      `/output/as: ${recorded}`,
    ]);
  });

  it('are those that use.secrets names', () => {
    const call = (token: string) => ({
      call: 'http',
      with: { method: 'get', endpoint: 'https://example.com', headers: { token } },
    });
    expect(problems(call('${ $secrets.apy }'))).toEqual([
      '/do/0/a/with/headers/token: the secret "apy" is not in use.secrets',
    ]);
    expect(problems(call('${ $secrets["other"] }'))).toEqual([expect.stringContaining('"other"')]);
    expect(programFor({ use, do: [] }).secrets).toEqual(['api', 'two words']);
  });

  it('are found in loose mode too', () => {
    expect(problems({ set: { x: '$secrets.api' } }, { evaluate: { mode: 'loose' } })).toEqual([
      expect.stringContaining(recorded),
    ]);
    expect(problems({ set: { x: '$secrets.api' } })).toEqual([]);
  });

  it('stay out of the program when they are only spoken of', () => {
    expect(problems({ set: { x: '${ "about $secrets.api" }' } })).toEqual([]);
  });
});
