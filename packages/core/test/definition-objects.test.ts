/** Definitions from programs: plain data with pointers for places, and nothing that JSON does not have. */
import { describe, expect, it } from 'vitest';
import { formatDiagnostics } from '../src/definition/diagnostic.ts';
import { readDefinition, readDefinitionObject } from '../src/definition/read.ts';

const document = { dsl: '1.0.3', namespace: 'test', name: 'object', version: '1.0.0' };
const problemsOf = (object: unknown) =>
  readDefinitionObject(object).diagnostics.map(({ pointer, message }) => `${pointer}: ${message}`);

describe('a definition as an object', () => {
  it('means the same as its text', () => {
    const object = { document, do: [{ a: { set: { x: [1, null, 'text', { y: true }] } } }] };
    const { definition } = readDefinitionObject(object);
    expect(definition?.json).toEqual(object);
    expect(readDefinition(JSON.stringify(object)).definition?.json).toEqual(object);
  });

  it('is copied: changing the object later changes nothing', () => {
    const object = { document, do: [{ a: { set: { x: [1] } } }] };
    const { definition } = readDefinitionObject(object);
    object.do[0]?.a.set.x.push(2);
    expect(definition?.json['do']).toEqual([{ a: { set: { x: [1] } } }]);
  });

  it('may leave members undefined', () => {
    const { definition } = readDefinitionObject({
      document: { ...document, title: undefined },
      use: undefined,
      do: [],
    });
    expect(definition?.json).toEqual({ document, do: [] });
  });

  it('may have no prototype', () => {
    const bare: object = Object.assign(Object.create(null), { document, do: [] });
    expect(readDefinitionObject(bare).diagnostics).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['a function', () => 1],
    ['an instance of Date', new Date(0)],
    ['an instance of Map', new Map()],
    ['a bigint', 1n],
    ['a symbol', Symbol('x')],
  ])('holds no %s', (found, value) => {
    expect(readDefinitionObject({ document, do: [{ a: { set: { x: value } } }] }).diagnostics).toMatchObject([
      { pointer: '/do/0/a/set/x', message: 'a definition holds plain data', found, line: 0, column: 0 },
    ]);
  });

  it('holds numbers that JSON has', () => {
    expect(problemsOf({ document, do: [{ a: { set: { x: Number.NaN, y: Infinity } } }] })).toEqual([
      '/do/0/a/set/x: not a number that JSON has',
      '/do/0/a/set/y: not a number that JSON has',
    ]);
  });

  it('does not contain itself', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(problemsOf({ document, do: [{ a: { set: loop } }] })).toEqual([expect.stringContaining('contains itself')]);
  });

  it('does not reach into prototypes', () => {
    const evil: unknown = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}');
    expect(problemsOf({ document, do: [{ a: { set: evil } }] })).toEqual([
      '/do/0/a/set/__proto__: the key "__proto__" is not allowed',
      '/do/0/a/set/constructor: the key "constructor" is not allowed',
    ]);
  });

  it('is not too large', () => {
    const wide = Array.from({ length: 200_000 }, () => 0);
    expect(problemsOf({ document, do: [{ a: { set: { wide } } }] })).toEqual([': the definition has too many values']);
  });

  it.each([[undefined], [null], [7], ['text'], [[]]])('is not %j', (value) =>
    expect(readDefinitionObject(value).definition).toBeUndefined(),
  );

  it('has places by pointer', () => {
    const { diagnostics } = readDefinitionObject({ document, do: [{ a: { wiat: 'PT1S' } }] }, { file: 'order.ts' });
    expect(formatDiagnostics(diagnostics).split('\n')[0]).toBe('order.ts#/do/0/a: the kind of the task is missing');
    expect(formatDiagnostics(readDefinitionObject({}).diagnostics).split('\n')[0]).toBe(
      'definition#/document: "document" is missing',
    );
  });
});
