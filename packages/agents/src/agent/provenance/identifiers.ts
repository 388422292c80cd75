/** What a value leads to: whom a message reaches, where a request goes, whose money it is. */
export type SinkKind = 'recipient' | 'url' | 'account';

const address = /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const link = /\bhttps?:\/\/[^\s<>"'`)\]}]+/giu;
const phone = /(?<!\d)\+?\d[\d\s().-]{6,}\d/g;
const account = /\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{2,4}){3,8}\b|\b\d[\d -]{6,}\d\b/g;

/**
 * Everything in a text that a message, a request or money can be directed to, in one form each: addresses and hosts in
 * small letters, numbers without what stands between their digits. Nothing is decoded: what has to be decoded to be seen
 * was not said by anybody.
 */
export function identifiersIn(text: string): readonly string[] {
  const plain = text.normalize('NFKC');
  return [
    ...new Set([
      ...identifiersOf('recipient', plain),
      ...identifiersOf('url', plain),
      ...identifiersOf('account', plain),
    ]),
  ];
}

/** What a value of one kind leads to; empty when it leads nowhere that can be told. */
export function identifiersOf(kind: SinkKind, value: string): readonly string[] {
  const plain = value.normalize('NFKC');
  switch (kind) {
    case 'recipient':
      return [
        ...all(plain, address).map((one) => `mail:${one.toLowerCase()}`),
        ...all(plain.replace(address, ' '), phone).map((one) => `phone:${digits(one)}`),
      ];
    case 'url':
      return all(plain, link).flatMap(hostOf);
    case 'account':
      return all(plain, account).map((one) => `account:${one.replace(/[^A-Za-z0-9]/g, '').toUpperCase()}`);
  }
}

function all(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([one]) => one);
}

/** The host that a request would really go to, whatever stands before an `@`. */
function hostOf(written: string): readonly string[] {
  try {
    return [`host:${new URL(written).host.toLowerCase()}`];
  } catch {
    return [];
  }
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}
