/** Authorities and certificates for the time of a test, written by hand because Node reads them and makes none. */
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** A certificate and its key, in PEM. */
export interface Issued {
  readonly certificate: string;
  readonly key: string;
}

/** Who issues certificates. */
export interface TestAuthority extends Issued {
  issue(name: string): Issued;
}

function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.from(content.length.toString(16).padStart(4, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x82]), length, content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => tlv(0x30, ...parts);
const identifier = (hex: string): Buffer => tlv(0x06, Buffer.from(hex, 'hex'));
const bits = (content: Buffer): Buffer => tlv(0x03, Buffer.from([0]), content);
const time = (years: number): Buffer => tlv(0x18, Buffer.from(`${new Date().getUTCFullYear() + years}0101000000Z`));

const withSha256 = sequence(identifier('2a8648ce3d040302'));
const commonName = (name: string): Buffer =>
  sequence(tlv(0x31, sequence(identifier('550403'), tlv(0x0c, Buffer.from(name)))));

/** `basicConstraints: CA`, critical. */
const forAuthorities = sequence(
  identifier('551d13'),
  tlv(0x01, Buffer.from([0xff])),
  tlv(0x04, sequence(tlv(0x01, Buffer.from([0xff])))),
);

/** `subjectAltName`: the name, and 127.0.0.1. */
function alsoNamed(name: string): Buffer {
  const names = sequence(tlv(0x82, Buffer.from(name)), tlv(0x87, Buffer.from([127, 0, 0, 1])));
  return sequence(identifier('551d11'), tlv(0x04, names));
}

interface Subject {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly extension: Buffer;
}

function certificate(
  { name, publicKey, extension }: Subject,
  issuer: { readonly name: string; readonly key: KeyObject },
) {
  const serial = tlv(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)]));
  const content = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    serial,
    withSha256,
    commonName(issuer.name),
    sequence(time(-1), time(5)),
    commonName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(extension)),
  );
  const whole = sequence(content, withSha256, bits(sign('sha256', content, issuer.key)));
  return `-----BEGIN CERTIFICATE-----\n${whole.toString('base64').replaceAll(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
}

/** An authority of its own. */
export function testAuthority(name: string): TestAuthority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const issuer = { name, key: privateKey };
  return {
    certificate: certificate({ name, publicKey, extension: forAuthorities }, issuer),
    key: pem(privateKey),
    issue(subject) {
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const issued = certificate({ name: subject, publicKey: own.publicKey, extension: alsoNamed(subject) }, issuer);
      return { certificate: issued, key: pem(own.privateKey) };
    },
  };
}
