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

  it.each(['digest', 'oauth2', 'oidc', 'certificate'])('by %s reaches whoever performs the call', (scheme) => {
    const policy = policyOf({ [scheme]: { use: 'login' } }, { secrets: ['login'] });
    expect(policy?.evaluate(null, scope({ secrets: { login: { username: 'me' } } }))).toEqual({
      [scheme]: { username: 'me' },
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

describe('calls in protocols', () => {
  const resource = { endpoint: 'https://example.com/it' };
  const asked = (call: string, arguments_: object, more: object = {}) =>
    taskAt(programFor([{ a: { call, with: arguments_, ...more } }]), 'a', 'call');
  const calls: readonly (readonly [string, object, readonly string[]])[] = [
    ['openapi', { document: resource, operationId: 'list' }, ['document', 'operationId', 'output', 'redirect']],
    [
      'grpc',
      { proto: resource, service: { name: 'S', host: 'localhost' }, method: 'M' },
      ['method', 'proto', 'service'],
    ],
    [
      'asyncapi',
      { document: resource, operation: 'o', message: { payload: { a: '${ .b }' } } },
      ['document', 'message', 'operation'],
    ],
    ['mcp', { method: 'tools/list', transport: { http: resource } }, ['endpoint', 'method']],
    [
      'mcp',
      { method: 'tools/list', transport: { stdio: { command: 'x', arguments: [] } } },
      ['arguments', 'command', 'method'],
    ],
    ['a2a', { method: 'message/send', server: 'https://example.com' }, ['method', 'server']],
  ];

  it.each(calls)('%s keeps its arguments by name', (call, arguments_, names) => {
    const { effect: template } = asked(call, arguments_);
    expect(template).toMatchObject({ kind: 'call', protocol: call });
    expect(template.kind === 'call' && Object.keys(template.members).toSorted()).toEqual(names);
  });

  it('a policy is no argument, and only arguments with secrets are deferred', () => {
    const task = {
      call: 'grpc',
      with: {
        proto: { endpoint: { uri: 'file:///a.proto', authentication: { basic: { username: 'u', password: 'p' } } } },
        service: { name: 'S', host: 'h', authentication: { bearer: { token: '${ $secrets.t }' } } },
        method: 'M',
        arguments: { key: '${ $secrets.t }' },
      },
    };
    const program = programFor({ do: [{ a: task }], use: { secrets: ['t'] } });
    const { effect: template } = taskAt(program, 'a', 'call');
    if (template.kind !== 'call') throw new TypeError('it is a call');
    expect(template.authentications.call?.source).toEqual({ bearer: { token: '${ $secrets.t }' } });
    expect(template.authentications.document?.source).toEqual({ basic: { username: 'u', password: 'p' } });
    const deferred = Object.entries(template.members).filter(([, member]) => member.deferred);
    expect(deferred.map(([name]) => name)).toEqual(['arguments']);
    expect(template.members['service']?.source).toEqual({ name: 'S', host: 'h' });
  });

  it('conditions of a subscription are no arguments', () => {
    const subscription = { filter: '${ .a }', consume: { until: '${ length > 1 }', for: { seconds: 2 } } };
    const { effect: template, repeat } = asked('asyncapi', { document: resource, channel: 'c', subscription });
    if (template.kind !== 'call') throw new TypeError('it is a call');
    expect(Object.keys(template.conditions ?? {})).toEqual(['filter', 'until']);
    expect(template.members['for']?.evaluate(null, scope())).toBe(2_000);
    expect(repeat).toBe('safe');
  });

  it.each([
    ['openapi', { document: resource, operationId: 'list' }, { hinted: true, repeat: 'safe' }],
    ['mcp', { method: 'tools/call', transport: { http: resource } }, { hinted: true, repeat: 'safe' }],
    ['mcp', { method: 'tools/list', transport: { http: resource } }, { hinted: false, repeat: 'safe' }],
    ['a2a', { method: 'message/send', server: 'https://example.com' }, { hinted: false, repeat: 'never' }],
    ['a2a', { method: 'tasks/get', server: 'https://example.com' }, { hinted: false, repeat: 'safe' }],
    ['asyncapi', { document: resource, operation: 'o', message: {} }, { hinted: false, repeat: 'never' }],
  ])('%s %j may be repeated as the other side says or by rule: %j', (call, arguments_, { hinted, repeat }) => {
    expect(asked(call, arguments_)).toMatchObject({ repeat, effect: { hinted } });
    expect(asked(call, arguments_, { metadata: { repeat: 'keyed' } })).toMatchObject({
      repeat: 'keyed',
      effect: { hinted: false },
    });
  });
});

describe('processes', () => {
  it.each([
    ['container', { image: 'alpine', command: 'echo ${HOME}' }, 'never'],
    ['script', { language: 'js', code: 'console.log(`${x}`)' }, 'safe'],
    ['script', { language: 'python', source: { endpoint: 'file:///s.py' } }, 'never'],
    ['shell', { command: 'echo ${HOME}', stdin: '${ . }' }, 'never'],
  ])('run: %s %j leaves "${" to the shell, and repeats: %s', (process, properties, repeat) => {
    const flow = [{ a: { run: { [process]: properties, return: 'all' } } }];
    expect(compiled(flow).problems).toEqual([]);
    const task = taskAt(programFor(flow), 'a', 'call');
    expect(task).toMatchObject({
      effect: { kind: 'process', process, await: true, return: 'all' },
      repeat,
    });
    const { effect: template } = task;
    expect(template.kind === 'process' && Object.keys(template.members)).toEqual(Object.keys(properties));
  });
});

describe('what is not available yet', () => {
  const resource = { endpoint: 'https://example.com/it' };

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

  it('of schemas that have to be fetched: data is not let through unchecked', () => {
    const program = programFor([{ a: { set: { x: 1 }, output: { schema: { resource } } } }]);
    expect(program.tasks[0]?.output.check?.(1)).toEqual([expect.stringContaining('was not fetched')]);
  });
});
