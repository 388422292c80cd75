import type { Principal } from '../identity/principal.ts';
import { Pace } from '../guard/pace.ts';
import type { AuditFields } from './audit-entry.ts';
import type { AuditLog } from './audit-log.ts';

/** A request that was to change something, and what became of it. */
export interface Witnessed extends Pick<AuditFields, 'action' | 'target' | 'status'> {
  /** Null where nobody could be made out. */
  readonly principal: Principal | null;
  readonly reason?: string;
}

/** Refusals for haste, and of whoever has no key: told one by one so often, else counted. Nobody fills the disk with them. */
const cheapRefusals: ReadonlySet<number> = new Set([401, 429]);
const toldOneByOne = { rate: 0.2, burst: 20 };

/** Letters of a reason that are kept. */
const longestReason = 500;

/** The tenant that hears of requests by nobody. */
const home = 'local';

/** Sees to it that what was to change something stands in the audit. */
export class Witness {
  readonly #audit: Pick<AuditLog, 'record'>;
  readonly #pace: Pace;
  readonly #counted = new Map<string, number>();

  constructor(audit: Pick<AuditLog, 'record'>, now: () => number) {
    this.#audit = audit;
    this.#pace = new Pace(toldOneByOne, now);
  }

  /** Fulfils when it is durable. */
  async saw({ principal, action, target, status, reason }: Witnessed): Promise<void> {
    const { tenant = home, user = '', role = '', key = '' } = principal ?? {};
    const isCheap = cheapRefusals.has(status) || (principal === null && status >= 400);
    const others = isCheap ? this.#others(`${key} ${status}`) : 0;
    if (others === null) return;
    await this.#audit.record(tenant, {
      user,
      role,
      key,
      action,
      target,
      result: resultOf(status),
      status,
      ...(reason !== undefined && { reason: reason.slice(0, longestReason) }),
      ...(others > 0 && { others }),
    });
  }

  /** How many of the same kind were not told before this one; null when this one is only counted too. */
  #others(kind: string): number | null {
    const counted = this.#counted.get(kind) ?? 0;
    if (this.#pace.take(kind) === 0) {
      this.#counted.delete(kind);
      return counted;
    }
    // Whoever has no place in the count is no key of ours: keys are few.
    if (this.#counted.size < 10_000) this.#counted.set(kind, counted + 1);
    return null;
  }
}

function resultOf(status: number): AuditFields['result'] {
  if (status < 400) return 'done';
  return status < 500 ? 'refused' : 'failed';
}
