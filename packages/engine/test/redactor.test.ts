/** Whatever a secret is made of and however it is encoded, it is crossed out; what only resembles it is not. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Redactor } from '../src/perform/redactor.ts';

const secrets = fc.oneof(
  fc.string({ minLength: 6, maxLength: 40, unit: 'binary' }),
  fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme' }),
  fc.base64String({ minLength: 8, maxLength: 40 }),
);
const around = fc.string({ maxLength: 5, unit: 'binary-ascii' });

/** How services write what they were sent, and how it is read again. */
const encodings: Readonly<Record<string, readonly [(text: string) => string, (text: string) => string]>> = {
  plain: [(text) => text, (text) => text],
  JSON: [(text) => JSON.stringify(text), (text) => String(JSON.parse(text))],
  base64: [(text) => Buffer.from(text).toString('base64'), (text) => Buffer.from(text, 'base64').toString()],
  base64url: [(text) => Buffer.from(text).toString('base64url'), (text) => Buffer.from(text, 'base64').toString()],
  hex: [(text) => Buffer.from(text).toString('hex'), (text) => Buffer.from(text, 'hex').toString()],
  address: [(text) => encodeURIComponent(text), (text) => decodeURIComponent(text)],
  form: [(text) => new URLSearchParams({ text }).toString(), (text) => new URLSearchParams(text).get('text') ?? ''],
};

test('a secret is not in what is left, in any encoding and after anything', () => {
  fc.assert(
    fc.property(
      secrets,
      fc.tuple(around, around),
      fc.constantFrom(...Object.keys(encodings)),
      (secret, [before, after], name) => {
        fc.pre(secret.isWellFormed() && !/^[*]+$/.test(secret));
        const [write, read] = encodings[name] ?? [String, String];
        const redactor = new Redactor();
        redactor.hide(secret);
        const written = write(`${before}${secret}${after}`);
        fc.pre(read(written).includes(secret));
        const left = redactor.text(written);
        expect(left).toContain('***');
        const rest = /^(plain|address|form)$/.test(name) ? read(left) : '';
        expect(rest).not.toContain(secret);
        expect(redactor.value({ [written]: [written] })).toEqual({ [left]: [left] });
      },
    ),
    { numRuns: 2_000 },
  );
});

test('longer secrets go first, numbers too, short ones stay; bytes keep their other bytes', () => {
  const redactor = new Redactor();
  expect(redactor.value({ a: 'untouched' })).toEqual({ a: 'untouched' });
  for (const text of ['abcdef', 'abcdefghi', 'short', '12345678']) redactor.hide(text);
  expect(redactor.value({ abcdefghi: ['abcdefghij', 'short', 12_345_678, 1_234, 9.123_456_78, true, null] })).toEqual({
    '***': ['***j', 'short', '***', 1_234, '***', true, null],
  });
  const bytes = Buffer.concat([Buffer.from([0, 255, 200]), Buffer.from('abcdef'), Buffer.from([7])]);
  expect([...redactor.bytes(bytes)]).toEqual([0, 255, 200, 42, 42, 42, 7]);
});

test('each long line of a secret of several lines is one of its own', () => {
  const redactor = new Redactor();
  redactor.hide('-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\nshort\n-----END KEY-----\n');
  expect(redactor.text('it has MIIEvQIBADANBgkqhkiG and short')).toBe('it has *** and short');
});
