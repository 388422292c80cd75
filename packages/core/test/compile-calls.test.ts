/** HTTP calls and child workflows, and everything that validates today and faults when it is reached. */
import { describe, expect, it } from 'vitest';
import { compiled, programFor, scope, taskAt } from './compiled.ts';

const http = (more: object, use: object = {}, metadata: object = {}) =>
  taskAt(
    programFor({
      use,
      do: [{ a: { call: 'http', with: { method: 'get', endpoint: 'https://example.com', ...more }, metadata } }],
    }),
    'a',
    'call',
  );

const effect = (more: object, use: object = {}) => {
  const compiledEffect = http(more, use).effect;
  if (compiledEffect.kind !== 'http') throw new TypeError(JSON.stringify(compiledEffect));
  return compiledEffect;
};

describe('call: http', () => {
  it('has defaults', () => expect(effect({})).toMatchObject({ method: 'GET', redirect: false, output: 'content' }));

  it('expands variables of its endpoint from the input, encoded', () => {
    expect(effect({ endpoint: 'https://x.test/pets/{petId}' }).endpoint.evaluate({ petId: 'a/b' }, scope())).toBe(
      'https://x.test/pets/a%2Fb',
    );
    expect(effect({ endpoint: { uri: 'https://x.test/{a.b}' } }).endpoint.evaluate({ 'a.b': 1 }, scope())).toBe(
      'https://x.test/1',
    );
    expect(effect({ endpoint: '${ "https://x.test/\\(.petId)" }' }).endpoint.evaluate({ petId: 7 }, scope())).toBe(
      'https://x.test/7',
    );
  });

  it('computes headers, query and body', () => {
    const { headers, query, body } = effect({ headers: '${ .h }', query: { q: '${ .q }', n: 5 }, body: ['${ . }'] });
    const input = { h: { a: 'b' }, q: 'x' };
    expect([headers, query, body].map((part) => part?.evaluate(input, scope()))).toEqual([
      { a: 'b' },
      { q: 'x', n: 5 },
      [input],
    ]);
  });

  it.each([
    ['get', 'safe'],
    ['HEAD', 'safe'],
    ['put', 'safe'],
    ['Delete', 'safe'],
    ['post', 'never'],
    ['patch', 'never'],
    ['query', 'never'],
  ])('%s is repeated by the rule "%s"', (method, rule) => expect(http({ method }).repeat).toBe(rule));

  it('is repeated as its author says', () => {
    const use = { functions: { ask: { call: 'asked' } } };
    expect(http({ method: 'post' }, use, { repeat: 'keyed' }).repeat).toBe('keyed');
    expect(http({ method: 'post' }, use, { repeat: 'probe', probe: 'ask' }).repeat).toBe('probe');
    expect(http({ method: 'post' }, use, { probe: 'ask' }).repeat).toBe('probe');
  });

  it('needs a method that is known before it runs', () => {
    const call = (method: string) =>
      compiled([{ a: { call: 'http', with: { method, endpoint: 'https://example.com' } } }]);
    expect(call('${ .method }').problems).toEqual(['/do/0/a/with/method: this is no HTTP method']);
    expect(call('gte')).toMatchObject({ diagnostics: [{ severity: 'warning', hint: 'did you mean "get"?' }] });
    expect(call('propfind').problems).toEqual([]);
  });
});

describe('authentication', () => {
  const policyOf = (authentication: object, use: object = {}) =>
    effect({ endpoint: { uri: 'https://example.com', authentication } }, use).authentication;

  it('is computed when the call is made', () => {
    const bearer = policyOf({ bearer: { token: '${ $secrets.api + .suffix }' } }, { secrets: ['api'] });
    expect(bearer?.deferred).toBe(true);
    expect(bearer?.evaluate({ suffix: '!' }, scope({ secrets: { api: 'key' } }))).toEqual({
      bearer: { token: 'key!' },
    });
  });

  it('is named in use', () => {
    const use = {
      authentications: { me: { basic: { username: 'me', password: '${ $secrets.word }' } } },
      secrets: ['word'],
    };
    expect(policyOf({ use: 'me' }, use)?.evaluate(null, scope({ secrets: { word: 'x' } }))).toEqual({
      basic: { username: 'me', password: 'x' },
    });
  });

  it('comes from a secret as a whole', () => {
    const basic = policyOf({ basic: { use: 'login' } }, { secrets: ['login'] });
    expect(basic?.deferred).toBe(true);
    expect(basic?.evaluate(null, scope({ secrets: { login: { username: 'me', password: 'x' } } }))).toEqual({
      basic: { username: 'me', password: 'x' },
    });
  });

  it.each(['digest', 'oauth2', 'oidc'])('by %s is not available yet', (scheme) => {
    const authentication = { [scheme]: { use: 'login' } };
    expect(http({ endpoint: { uri: 'https://example.com', authentication } }, { secrets: ['login'] }).effect).toEqual({
      kind: 'unavailable',
      what: `${scheme} authentication`,
    });
  });
});

describe('run: workflow', () => {
  it('starts a child and may not wait for it', () => {
    const run = {
      workflow: { namespace: 'test', name: 'child', version: '1.0.0', input: { x: '${ .y }', z: '.y' } },
      await: false,
    };
    const { effect: child, repeat } = taskAt(programFor([{ a: { run } }]), 'a', 'call');
    expect(repeat).toBe('safe');
    expect(child).toMatchObject({ kind: 'workflow', namespace: 'test', name: 'child', version: '1.0.0', await: false });
    expect(child.kind === 'workflow' && child.input?.evaluate({ y: 1 }, scope())).toEqual({ x: 1, z: '.y' });
  });
});

describe('what is not available yet', () => {
  const resource = { endpoint: 'https://example.com/it' };
  const calls: readonly (readonly [string, object])[] = [
    ['openapi', { document: resource, operationId: 'list' }],
    ['grpc', { proto: resource, service: { name: 'S', host: 'localhost' }, method: 'M' }],
    ['asyncapi', { document: resource, operation: 'o', message: { payload: { a: '${ .b }' } } }],
    ['mcp', { method: 'tools/list', transport: { http: resource } }],
    ['a2a', { method: 'message/send', server: 'https://example.com' }],
  ];

  it.each(calls)('call: %s says so when it is reached', (call, arguments_) => {
    expect(taskAt(programFor([{ a: { call, with: arguments_ } }]), 'a', 'call').effect).toEqual({
      kind: 'unavailable',
      what: `call: ${call}`,
    });
  });

  it.each([
    ['container', { image: 'alpine', command: 'echo ${HOME}' }],
    ['script', { language: 'js', code: 'console.log(`${x}`)' }],
    ['shell', { command: 'echo ${HOME}', stdin: '${ . }' }],
  ])('run: %s says so, and leaves "${" to the shell', (process, properties) => {
    const { problems, program } = compiled([{ a: { run: { [process]: properties } } }]);
    expect(problems).toEqual([]);
    expect(program?.tasks[0]).toMatchObject({ kind: 'call', effect: { kind: 'unavailable', what: `run: ${process}` } });
  });

  it('is checked all the same', () => {
    const { problems } = compiled([
      {
        a: {
          call: 'asyncapi',
          with: {
            document: resource,
            operation: 'o',
            subscription: {
              filter: '${ .a + }',
              consume: { amount: 1 },
              foreach: { item: 'm', do: [{ s: { set: { x: '${ $n }' } } }] },
            },
          },
        },
      },
      { b: { listen: { to: { any: [] } }, foreach: { item: 'e', do: [{ s: { set: { x: '${ $f }' }, then: 't' } }] } } },
    ]);
    expect(problems.map((problem) => problem.slice(0, problem.indexOf(':')))).toEqual([
      '/do/0/a/with/subscription/filter',
      '/do/0/a/with/subscription/foreach/do/0/s/set/x',
      '/do/1/b/foreach/do/0/s/set/x',
      '/do/1/b/foreach/do/0/s/then',
    ]);
  });

  it('of listen: foreach and correlation', () => {
    const what = (more: object) =>
      taskAt(
        programFor([
          {
            a: {
              listen: { to: { one: { with: { type: 't' }, ...more } } },
              ...('correlate' in more ? {} : { foreach: {} }),
            },
          },
        ]),
        'a',
        'call',
      ).effect;
    expect(what({})).toMatchObject({ what: 'foreach of listen' });
    expect(what({ correlate: { id: { from: '.id' } } })).toMatchObject({ what: 'correlation of events in listen' });
  });

  it('of extensions: the tasks they extend', () => {
    const use = { extensions: [{ log: { extend: 'set', before: [{ l: { call: 'log' } }] } }] };
    const program = programFor({ use, do: [{ a: { set: { x: 1 } } }, { b: { wait: 'PT1S' } }] });
    expect(taskAt(program, 'a', 'call').effect).toEqual({ kind: 'unavailable', what: 'extensions ("log")' });
    expect(taskAt(program, 'b', 'wait').kind).toBe('wait');
  });

  it('of schemas that have to be fetched: data is not let through unchecked', () => {
    const program = programFor([{ a: { set: { x: 1 }, output: { schema: { resource } } } }]);
    expect(program.tasks[0]?.output.check?.(1)).toEqual([expect.stringContaining('not available yet')]);
  });
});
