import { createSecureContext, getCACertificates, type SecureContext, type SecureContextOptions } from 'node:tls';

/** A certificate and its key: how a client proves itself to a TLS server. */
export interface ClientIdentity {
  /** PEM, with the certificates between it and its authority. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
  /** Opens the key. */
  readonly passphrase?: string;
}

/** Whom this side believes, and who it is, for TLS. */
export type Trust = Pick<SecureContextOptions, 'ca' | 'cert' | 'key' | 'passphrase'>;

/** The authorities of the system and these; undefined when there are no others. */
export function trustIn(authorities: readonly string[]): Trust {
  return authorities.length === 0 ? {} : { ca: [...getCACertificates('default'), ...authorities] };
}

/** The same, as somebody. */
export function trustAs(trust: Trust, identity: ClientIdentity | undefined): Trust {
  if (identity === undefined) return trust;
  const { certificate: cert, key, passphrase } = identity;
  return { ...trust, cert, key, ...(passphrase !== undefined && { passphrase }) };
}

/** What an agent of HTTPS needs: `cert` and `key` tell kept connections apart, the context is what is used. */
export function httpsTrust(
  { trust, context }: { readonly trust: Trust; readonly context: SecureContext | undefined },
  identity: ClientIdentity | undefined,
): Trust & { readonly secureContext?: SecureContext } {
  if (identity === undefined) return context === undefined ? {} : { secureContext: context };
  return { ...trustAs({}, identity), secureContext: createSecureContext(trustAs(trust, identity)) };
}
