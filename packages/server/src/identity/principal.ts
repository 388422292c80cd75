import type { Role } from './right.ts';

/** Who asks: everything they see and do is within one tenant. */
export interface Principal {
  readonly tenant: string;
  readonly user: string;
  readonly role: Role;
  /** Public part of the key they came with. */
  readonly key: string;
}
