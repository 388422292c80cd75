import type { Fact } from '../event/fact.ts';
import type { Json } from '../kernel/json.ts';
import { executionOfAccount, userOfAccount } from './account-name.ts';
import { amountsFromJson, measures, minus, plus, type Amounts, type Measure } from './amounts.ts';
import { Names } from './names.ts';
import { dayOf } from './period.ts';

/** What costs are told by: the day the call began (UTC, `2026-02-28`), who paid, for which execution, the model or function. */
export const costParts = ['day', 'user', 'execution', 'of'] as const;

/** One of what costs are told by. */
export type CostPart = (typeof costParts)[number];

/** What was spent, and worst cases of calls whose cost is not known yet. */
export interface CostSum {
  readonly spent: Amounts;
  readonly reserved: Amounts;
}

/** What was paid for one thing by one execution on one day. */
export interface CostEntry extends CostSum, Readonly<Record<CostPart, string>> {}

/** Which costs to tell; all of them by default. */
export interface CostRows {
  readonly user?: string;
  readonly execution?: string;
  /** Days (UTC), both included. */
  readonly since?: string;
  readonly until?: string;
}

/** What costs come to, all in all and by group. */
export interface CostSums {
  readonly total: CostSum;
  /** How many groups there are, those that were left out too. */
  readonly count: number;
  /** In the order in which the first of each was begun. */
  readonly groups: readonly (CostSum & Readonly<Partial<Record<CostPart, string>>>)[];
}

/** Costs, and where the next ones begin. */
export interface CostPage {
  readonly entries: readonly CostEntry[];
  /** Goes into `after`; null after the last. */
  readonly next: number | null;
}

/**
 * What was paid for what, by whom, when: a fold of the facts of a tenant's spending, in columns, because there are as many rows as
 * there are executions that paid. A row has a place for good: folding the same facts again gives it the same.
 *
 * @example
 * const table = new CostTable();
 * for (const fact of facts) table.add(fact);
 * console.log(table.sums(['day', 'of']).groups);
 */
export class CostTable {
  readonly #names = new Names();
  readonly #parts: Readonly<Record<CostPart, number[]>> = { day: [], user: [], execution: [], of: [] };
  readonly #spent: Readonly<Record<Measure, number[]>> = { money: [], tokens: [], calls: [], time: [] };
  /** Only rows with calls whose cost is not known yet. */
  readonly #reserved = new Map<number, Amounts>();
  readonly #open = new Map<string, { readonly row: number; readonly amounts: Amounts }>();
  /** The last row of an execution, and of each row the one before it of the same execution; -1 for none. */
  readonly #lastOf = new Map<number, number>();
  readonly #before: number[] = [];

  /** Takes in the next fact. */
  add({ kind, at, fields }: Fact): void {
    const { reservation } = fields;
    if (typeof reservation !== 'string') return;
    if (kind === 'budget.reserved') this.#reserve(reservation, { at, fields });
    if (kind === 'budget.settled') this.#settle(reservation, amountsFromJson(fields['spent']));
  }

  /** Rows in the order in which they were begun: those after row `after`, at most `limit` of them; all by default. */
  page(
    filter: CostRows = {},
    { after = 0, limit = Infinity }: { readonly after?: number; readonly limit?: number } = {},
  ): CostPage {
    const isWanted = this.#wanted(filter);
    const entries: CostEntry[] = [];
    for (let row = after; row < this.#before.length; row += 1) {
      if (!isWanted(row)) continue;
      if (entries.length === limit) return { entries, next: row };
      entries.push({ ...this.#place(row, costParts), ...this.#sum(row) });
    }
    return { entries, next: null };
  }

  /** What rows come to, together and grouped by parts of them: all groups, or the `limit` that spent the most. */
  sums(by: readonly CostPart[], filter: CostRows = {}, limit = Infinity): CostSums {
    const isWanted = this.#wanted(filter);
    const groups = new Map<string, Group>();
    const total = new Group(-1);
    for (let row = 0; row < this.#before.length; row += 1) {
      if (!isWanted(row)) continue;
      const key = this.#keyOf(row, by);
      const group = groups.get(key) ?? new Group(row);
      if (group.first === row) groups.set(key, group);
      for (const one of [group, total]) this.#addTo(one, row);
    }
    const told = most([...groups.values()], limit);
    const rows = told.map((group) => ({ ...this.#place(group.first, by), ...group.sum() }));
    return { total: total.sum(), count: groups.size, groups: rows };
  }

  #reserve(reservation: string, { at, fields }: Pick<Fact, 'at' | 'fields'>): void {
    const accounts = textsIn(fields['accounts']);
    const row = this.#rowOf({
      day: dayOf(at),
      user: accounts.map(userOfAccount).find((user) => user !== null) ?? '',
      execution: accounts.map(executionOfAccount).find((execution) => execution !== null) ?? '',
      of: typeof fields['of'] === 'string' ? fields['of'] : '',
    });
    const amounts = amountsFromJson(fields['amounts']);
    this.#open.set(reservation, { row, amounts });
    this.#reserved.set(row, plus(this.#reserved.get(row) ?? {}, amounts));
  }

  #settle(reservation: string, spent: Amounts): void {
    const open = this.#open.get(reservation);
    if (open === undefined) return;
    const { row, amounts } = open;
    this.#open.delete(reservation);
    for (const measure of measures) {
      const column = this.#spent[measure];
      column[row] = (column[row] ?? 0) + (spent[measure] ?? 0);
    }
    const left = minus(this.#reserved.get(row) ?? {}, amounts);
    if (measures.some((measure) => left[measure] !== undefined)) this.#reserved.set(row, left);
    else this.#reserved.delete(row);
  }

  /** The row of a place, made when it is the first of its kind. */
  #rowOf(place: Readonly<Record<CostPart, string>>): number {
    const numbers = costParts.map((part) => this.#names.number(place[part]));
    const execution = this.#names.number(place.execution);
    const last = this.#lastOf.get(execution) ?? -1;
    for (let row = last; row >= 0; row = this.#before[row] ?? -1)
      if (costParts.every((part, index) => this.#parts[part][row] === numbers[index])) return row;
    const row = this.#before.push(last) - 1;
    for (const [index, part] of costParts.entries()) this.#parts[part].push(numbers[index] ?? 0);
    for (const measure of measures) this.#spent[measure].push(0);
    this.#lastOf.set(execution, row);
    return row;
  }

  #wanted({ user, execution, since = '', until = '9999-12-31' }: CostRows): (row: number) => boolean {
    const [payer, paid] = [this.#numberOf(user), this.#numberOf(execution)];
    const { day: days, user: users, execution: executions } = this.#parts;
    return (row) => {
      if (payer !== null && users[row] !== payer) return false;
      if (paid !== null && executions[row] !== paid) return false;
      const day = this.#names.text(days[row]);
      return day >= since && day <= until;
    };
  }

  /** Null where nothing is asked for; a number that no row has for a name that nobody has. */
  #numberOf(name: string | undefined): number | null {
    return name === undefined ? null : this.#names.known(name);
  }

  #keyOf(row: number, by: readonly CostPart[]): string {
    let key = '';
    for (const part of by) key += `${this.#parts[part][row]},`;
    return key;
  }

  #place<Part extends CostPart>(row: number, by: readonly Part[]): Record<Part, string> {
    // Every part that was asked for is there, and no other.
    return Object.fromEntries(by.map((part) => [part, this.#names.text(this.#parts[part][row])])) as Record<
      Part,
      string
    >;
  }

  #sum(row: number): CostSum {
    const group = new Group(row);
    this.#addTo(group, row);
    return group.sum();
  }

  #addTo(group: Group, row: number): void {
    for (const measure of measures) group.spent[measure] += this.#spent[measure][row] ?? 0;
    const reserved = this.#reserved.get(row);
    if (reserved !== undefined) group.reserved = plus(group.reserved, reserved);
  }
}

/** What rows of a group come to. */
class Group {
  readonly first: number;
  readonly spent: Record<Measure, number> = { money: 0, tokens: 0, calls: 0, time: 0 };
  reserved: Amounts = {};

  constructor(first: number) {
    this.first = first;
  }

  sum(): CostSum {
    return { spent: plus({}, this.spent), reserved: this.reserved };
  }
}

/** Those that spent the most money, or tokens where that is the same, in the order in which they were. */
function most(groups: readonly Group[], limit: number): readonly Group[] {
  if (groups.length <= limit) return groups;
  const most = groups.toSorted(
    ({ spent: one }, { spent: other }) => other.money - one.money || other.tokens - one.tokens,
  );
  return most.slice(0, limit).toSorted((left, right) => left.first - right.first);
}

function textsIn(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
