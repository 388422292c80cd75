/** Values with expressions in them: what is constant is shared, what is computed is computed, and nothing else. */
import { describe, expect, it } from 'vitest';
import { smallEvaluator } from '@batonhq/testing/core';
import { ExpressionSyntaxError, type Scope } from '../src/expression/evaluator.ts';
import { compileTemplate, expressionsIn } from '../src/expression/template.ts';
import { compileUriTemplate } from '../src/expression/uri-template.ts';
import { FaultError } from '../src/kernel/fault.ts';
import type { Json } from '../src/kernel/json.ts';

const none: Scope = () => null;
const strict = (value: Json) => compileTemplate(value, smallEvaluator(), 'strict');
const loose = (value: Json) => compileTemplate(value, smallEvaluator(), 'loose');

const faultOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof FaultError) return error.fault;
    throw error;
  }
  return undefined;
};

describe('a template', () => {
  it('without expressions is the value itself', () => {
    const value = { a: [1, 'two', { three: '$not { an } expression' }], b: '.x' };
    const compiled = strict(value);
    expect(compiled.constant).toBe(true);
    expect(compiled.evaluate(null, none)).toBe(value);
  });

  it('computes whole texts, deep inside, in the order of the members', () => {
    const compiled = strict({ z: '${ .a }', list: [0, '${ .a + 1 }', { y: '  ${.b}  ' }], a: 1 });
    const result = compiled.evaluate({ a: 1, b: 'text' }, none);
    expect(JSON.stringify(result)).toBe('{"z":1,"list":[0,2,{"y":"text"}],"a":1}');
  });

  it('shares the parts that nothing is computed in', () => {
    const shared = { large: [1, 2, 3] };
    const compiled = strict({ shared, computed: '${ .a }' });
    const first = compiled.evaluate({ a: 1 }, none);
    expect(first).toEqual({ shared, computed: 1 });
    expect(first).toHaveProperty('shared', shared);
    expect(compiled.evaluate({ a: 2 }, none)).toEqual({ shared, computed: 2 });
  });

  it('asks only for the variables it mentions', () => {
    const asked: string[] = [];
    const scope: Scope = (name) => {
      asked.push(name);
      return name;
    };
    expect(strict(['${ $context }', '${ .a }']).evaluate({ a: 1 }, scope)).toEqual(['context', 1]);
    expect(asked).toEqual(['context']);
  });

  it('is deferred when it mentions secrets anywhere', () => {
    expect(strict({ a: '${ .x }' }).deferred).toBe(false);
    expect(strict({ a: ['${ $secrets }'] }).deferred).toBe(true);
    expect(strict('${ $authorization.parameter }').deferred).toBe(true);
  });

  it('names the expression in the fault of a failed evaluation', () => {
    const fault = faultOf(() => strict({ a: '${ error("no") }' }).evaluate({}, none));
    expect(fault).toMatchObject({ type: expect.stringContaining('/expression'), status: 400 });
    expect(fault?.detail).toContain('error("no")');
  });

  it('refuses what cannot be parsed', () => {
    expect(() => strict({ a: '${ .a + }' })).toThrow(ExpressionSyntaxError);
  });

  it('finds its expressions with their paths', () => {
    expect(expressionsIn({ a: ['x', '${ .b }'], c: '${.d}' })).toEqual([
      { path: ['a', 1], source: ' .b ' },
      { path: ['c'], source: '.d' },
    ]);
  });

  it('in loose mode tries every text and keeps those that fail', () => {
    const compiled = loose({ a: '.a', b: 'some words here', c: 'error("x")', d: '${ .a }' });
    expect(compiled.evaluate({ a: 7 }, none)).toEqual({ a: 7, b: 'some words here', c: 'error("x")', d: 7 });
  });
});

describe('a URI template', () => {
  it('takes members of the input, encoded', () => {
    const uri = compileUriTemplate('https://x.test/{id}/a?q={q}&n={n}&b={b}');
    expect(uri.evaluate({ id: 'a/b c', q: 'ä!', n: 1.5, b: true }, none)).toBe(
      'https://x.test/a%2Fb%20c/a?q=%C3%A4%21&n=1.5&b=true',
    );
  });

  it('leaves out what is missing or null, and does not look into names or prototypes', () => {
    const uri = compileUriTemplate('https://x.test/{a.b}{missing}{nil}{toString}');
    expect(uri.evaluate({ 'a.b': 1, a: { b: 2 }, nil: null }, none)).toBe('https://x.test/1');
    expect(uri.evaluate('no object', none)).toBe('https://x.test/');
  });

  it('faults for a list or a map', () => {
    const fault = faultOf(() => compileUriTemplate('https://x.test/{id}').evaluate({ id: [1] }, none));
    expect(fault).toMatchObject({ status: 400, detail: expect.stringContaining('{id}') });
  });

  it('is constant without variables', () => expect(compileUriTemplate('https://x.test/').constant).toBe(true));
});
