/** Policies: the first rule that holds decides, the mode decides about the rest, and a pattern fits what it says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type JudgedCall, type PolicyMode, type PolicyRule } from '../src/index.ts';

const call = (more: Partial<JudgedCall> = {}): JudgedCall => ({
  name: 'mail.send',
  risk: 'high',
  arguments: { to: 'ada@example.com', order: { amount: 120, lines: ['a', 'b'] }, urgent: true, copy: null },
  deletes: false,
  at: Date.parse('2026-03-01T12:00:00Z'),
  ...more,
});
const verdict = (mode: PolicyMode, rules: readonly PolicyRule[] = [], more: Partial<JudgedCall> = {}) =>
  judge({ mode, rules }, call(more)).kind;

describe('a mode', () => {
  it.each<[PolicyMode, JudgedCall['risk'], string]>([
    ['attended', 'low', 'allow'],
    ['attended', 'medium', 'ask'],
    ['attended', 'high', 'ask'],
    ['supervised', 'medium', 'allow'],
    ['supervised', 'high', 'ask'],
    ['unattended', 'medium', 'allow'],
    ['unattended', 'high', 'refuse'],
  ])('%s, of %s risk: %s', (mode, risk, expected) => expect(verdict(mode, [], { risk })).toBe(expected));

  it('unattended refuses to delete, whatever the risk', () =>
    expect(verdict('unattended', [], { risk: 'medium', deletes: true })).toBe('refuse'));
});

describe('a rule', () => {
  it.each<[PolicyRule, boolean]>([
    [{ then: 'allow', call: 'mail.send' }, true],
    [{ then: 'allow', call: 'mail.*' }, true],
    [{ then: 'allow', call: '*.send' }, true],
    [{ then: 'allow', call: 'm*l*nd' }, true],
    [{ then: 'allow', call: 'mail' }, false],
    [{ then: 'allow', call: '*.sends' }, false],
    [{ then: 'allow', risk: 'high' }, true],
    [{ then: 'allow', risk: ['low', 'medium'] }, false],
    [{ then: 'allow', arguments: { to: '*@example.com' } }, true],
    [{ then: 'allow', arguments: { to: '*@example.org' } }, false],
    [{ then: 'allow', arguments: { 'order.amount': { above: 100 } } }, true],
    [{ then: 'allow', arguments: { 'order.amount': { above: 100, below: 120 } } }, false],
    [{ then: 'allow', arguments: { 'order.lines.1': 'b' } }, true],
    [{ then: 'allow', arguments: { urgent: true, copy: null } }, true],
    [{ then: 'allow', arguments: { missing: null } }, false],
    [{ then: 'allow', arguments: { to: '*', urgent: false } }, false],
    [{ then: 'allow', until: '2026-03-01T12:00:01Z' }, true],
    [{ then: 'allow', until: '2026-03-01T12:00:00Z' }, false],
  ])('%j holds: %s', (rule, holds) => expect(verdict('unattended', [rule])).toBe(holds ? 'allow' : 'refuse'));

  it('is looked at in its place: the first that holds decides', () => {
    const careful: PolicyRule = { then: 'refuse', arguments: { to: 'eve@*' }, reason: 'not her' };
    const rules: readonly PolicyRule[] = [careful, { then: 'allow', call: 'mail.*' }];
    expect(verdict('attended', rules)).toBe('allow');
    expect(judge({ mode: 'attended', rules }, call({ arguments: { to: 'eve@example.com' } }))).toEqual({
      kind: 'refuse',
      reason: 'not her',
    });
  });

  it('says who answers, how many, and how fast', () => {
    const rule: PolicyRule = { then: 'ask', roles: ['board'], quorum: 2, expires: 5_000, fourEyes: true };
    expect(judge({ mode: 'unattended', rules: [rule] }, call())).toEqual({
      kind: 'ask',
      reason: 'the policy asks about mail.send',
      roles: ['board'],
      quorum: 2,
      expires: 5_000,
      fourEyes: true,
    });
  });
});

it('a pattern fits just what the same regular expression does', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 6 });
  const pattern = fc.array(fc.oneof(letters, fc.constant('*')), { maxLength: 5 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(pattern, letters, (given, name) => {
      const parts = given.split('*').map((part) => part.replaceAll('.', '\\.'));
      const expected = new RegExp(`^${parts.join('.*')}$`).test(name);
      expect(verdict('unattended', [{ then: 'allow', call: given }], { name })).toBe(expected ? 'allow' : 'refuse');
    }),
  );
});
