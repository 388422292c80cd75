import { createHash, randomBytes, type BinaryLike } from 'node:crypto';

/** What a service asks for in `WWW-Authenticate: Digest` (RFC 7616). */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque?: string;
  /** `MD5`, `SHA-256`, either with `-sess`. */
  readonly algorithm: string;
  /** False for servers of the first edition, which know no quality of protection. */
  readonly qop: boolean;
}

const parameter = /([a-z-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi;
const hashes: Readonly<Record<string, string>> = { md5: 'md5', 'sha-256': 'sha256', 'sha-512-256': 'sha512-256' };

/** The strongest challenge of a header that this side can answer; undefined when there is none. */
export function digestChallenge(header: string | undefined): DigestChallenge | undefined {
  const challenges = (header ?? '').split(/(?=\bDigest\s)/i).filter((part) => /^digest\s/i.test(part));
  const read = challenges.map(readChallenge).filter((challenge) => challenge !== undefined);
  return read.find(({ algorithm }) => /^sha/i.test(algorithm)) ?? read[0];
}

function readChallenge(text: string): DigestChallenge | undefined {
  const members = new Map<string, string>();
  for (const [, name = '', quoted, plain] of text.matchAll(parameter))
    members.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '');
  const { realm, nonce, opaque, algorithm = 'MD5', qop } = Object.fromEntries(members);
  const isKnown = Object.hasOwn(hashes, algorithm.toLowerCase().replace(/-sess$/, ''));
  const qualities = qop?.split(/\s*,\s*/);
  if (realm === undefined || nonce === undefined || !isKnown || qualities?.includes('auth') === false) return undefined;
  return { realm, nonce, ...(opaque !== undefined && { opaque }), algorithm, qop: qualities !== undefined };
}

/** A request to answer a challenge for. */
export interface DigestRequest {
  readonly method: string;
  readonly url: URL;
  readonly username: string;
  readonly password: string;
  /** How many requests have used this nonce, this one included. */
  readonly count: number;
}

/** What follows `Digest` in the `Authorization` header. */
export function digestParameter(challenge: DigestChallenge, request: DigestRequest): string {
  const { realm, nonce, opaque, algorithm, qop } = challenge;
  const { method, url, username, password, count } = request;
  const digest = (text: BinaryLike): string =>
    createHash(hashes[algorithm.toLowerCase().replace(/-sess$/, '')] ?? 'md5')
      .update(text)
      .digest('hex');
  const uri = `${url.pathname}${url.search}`;
  const cnonce = randomBytes(16).toString('hex');
  const nc = count.toString(16).padStart(8, '0');
  const plain = digest(`${username}:${realm}:${password}`);
  const first = /-sess$/i.test(algorithm) ? digest(`${plain}:${nonce}:${cnonce}`) : plain;
  const second = digest(`${method}:${uri}`);
  const response = digest(qop ? `${first}:${nonce}:${nc}:${cnonce}:auth:${second}` : `${first}:${nonce}:${second}`);
  const quoted = { username, realm, nonce, uri, response, ...(opaque !== undefined && { opaque }) };
  const pairs = Object.entries(quoted).map(([name, value]) => `${name}="${value.replaceAll(/["\\]/g, '\\$&')}"`);
  return [...pairs, `algorithm=${algorithm}`, ...(qop ? ['qop=auth', `nc=${nc}`, `cnonce="${cnonce}"`] : [])].join(
    ', ',
  );
}
