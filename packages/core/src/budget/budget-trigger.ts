import type { Amounts, Excess } from './amounts.ts';
import type { Period } from './period.ts';

/** An account that pays for a call, with the caps that it has unless a person set others. */
export interface Payer {
  readonly account: string;
  readonly caps?: Amounts;
}

/** What reaches a tenant's spending. `at` in milliseconds since 1970. */
export type BudgetTrigger =
  /**
   * A person says what somebody may spend from now on: all in all, where what was spent already counts, or anew in each
   * period. `null` takes back what a person said before.
   */
  | {
      readonly kind: 'cap';
      readonly at: number;
      readonly account: string;
      readonly caps: Amounts | null;
      readonly per?: Period;
      readonly by?: string;
      readonly currency?: string;
    }
  /** A call is about to begin that costs at most this. */
  | ({ readonly kind: 'reserve'; readonly at: number } & CallCost)
  /** The call of a reservation cost this. */
  | { readonly kind: 'settle'; readonly at: number; readonly reservation: string; readonly spent: Amounts }
  /** Nobody will ever say what the call of a reservation cost: its worst case counts. */
  | { readonly kind: 'forfeit'; readonly at: number; readonly reservation: string }
  /**
   * An account, and all below it, is needed no more: it closes when its last call is settled. What it spent stays in the
   * other accounts that paid with it.
   */
  | { readonly kind: 'close'; readonly at: number; readonly account: string };

/** What a call costs at most, and who pays. */
export interface CallCost {
  /**
   * Names the call over all its attempts: when an attempt before this one was never settled, nobody knows what that one
   * cost, so its worst case counts as spent.
   */
  readonly call: string;
  /** Innermost first: the first execution among them is the one that makes the call. */
  readonly accounts: readonly Payer[];
  /** Its time may be cut to what is left; everything else fits whole or not at all. */
  readonly amounts: Amounts;
  /** What is paid for: the name of a model or of a function. */
  readonly of: string;
  /** Nobody knows its price: refused where money is limited. */
  readonly isUnpriced?: boolean;
  /** The price is known beforehand and due in any case: it counts as spent at once. */
  readonly isFixed?: boolean;
  /** What `amounts.money` is counted in. */
  readonly currency?: string;
}

/** Why a call may not be made. */
export type BudgetRefusal =
  /** It does not fit: `used` is what is spent and reserved. */
  | (Excess & {
      readonly why: 'cap';
      readonly account: string;
      readonly spent: number;
      readonly reserved: number;
      readonly per: Period | null;
    })
  /** Its price is not known, and this account limits money. */
  | { readonly why: 'price'; readonly account: string; readonly of: string }
  /** The tenant counts money in another currency. */
  | { readonly why: 'currency'; readonly expected: string; readonly got: string };
