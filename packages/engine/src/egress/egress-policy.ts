import { isPublicAddress } from './address.ts';

/** A request to a place that definitions may not reach. */
export class EgressRefusedError extends Error {
  override readonly name = 'EgressRefusedError';

  constructor(host: string, address: string) {
    const where = host === address ? host : `${host} (${address})`;
    super(`${where} is not a public address; allow it with egress.allow or --allow-host`);
  }
}

/** Which places beyond the public internet may be reached. */
export class EgressPolicy {
  readonly #allowed: ReadonlySet<string>;

  /** `allow` lists hosts as they stand in addresses, with or without a port: `localhost`, `127.0.0.1:8080`, `[::1]:80`. */
  constructor(allow: readonly string[] = []) {
    this.#allowed = new Set(allow.map((entry) => entry.toLowerCase()));
  }

  /** True when whoever configured the engine named this host. */
  allows(host: string, port: string): boolean {
    const name = host.toLowerCase();
    return this.#allowed.has(name) || this.#allowed.has(`${name}:${port}`);
  }

  /** Throws {@link EgressRefusedError} unless the address of the host may be reached. */
  check(place: { readonly host: string; readonly port: string; readonly address: string }): void {
    const { host, port, address } = place;
    if (isPublicAddress(address) || this.allows(host, port) || this.allows(address, port)) return;
    throw new EgressRefusedError(host, address);
  }
}
