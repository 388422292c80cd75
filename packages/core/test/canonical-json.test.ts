/** Canonical JSON: equal values have one text, by the rules of RFC 8785. */
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../src/kernel/canonical-json.ts';

describe('canonicalJson', () => {
  it('writes numbers, texts and literals as the standard shows', () => {
    const value = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts members by their UTF-16 code units', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    const keys = [...canonicalJson(value).matchAll(/:(\d)/g)].map((match) => Number(match[1]));
    expect(keys).toEqual([2, 4, 6, 7, 1, 5, 3]);
  });

  it('does not depend on the order of members, at any depth', () => {
    const left = { b: [{ d: 1, c: { f: null, e: -0 } }], a: 1e21 };
    const right = { a: 1e21, b: [{ c: { e: 0, f: null }, d: 1 }] };
    expect(canonicalJson(left)).toBe(canonicalJson(right));
    expect(canonicalJson(left)).toBe('{"a":1e+21,"b":[{"c":{"e":0,"f":null},"d":1}]}');
  });
});
