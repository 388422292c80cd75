import { amountsFromJson, capsFromJson, type Amounts, type Fact, type FactStreams } from '@batonhq/core';

/** Streams as whoever only reads them sees them. */
export type ReadStreams = Pick<FactStreams, 'facts' | 'standing'>;

/** An account that was closed, and where to look for that. */
export interface ClosedAccount {
  readonly stream: string;
  /** Number of the stream's last fact. */
  readonly last: number;
  readonly account: string;
  /** It was not closed before this, milliseconds since 1970. */
  readonly from: number;
}

/** Facts read at once, and the most that are looked at: an account closes soon after its execution has ended. */
const page = 500;
const mostPages = 20;

/** What an account had spent when it was closed; null when that is not found. */
export async function closedAccount(
  streams: ReadStreams,
  { stream, last, account, from }: ClosedAccount,
): Promise<{ readonly caps: Amounts; readonly spent: Amounts } | null> {
  let seq = (await firstSince(streams, { stream, last, from })) - 1;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const facts: readonly Fact[] = await streams.facts(stream, { seq, limit: page });
    const found = facts.find(({ kind, fields }) => kind === 'budget.closed' && fields['account'] === account);
    if (found !== undefined)
      return { caps: capsFromJson(found.fields['caps']), spent: amountsFromJson(found.fields['spent']) };
    seq += facts.length;
    if (facts.length < page) return null;
  }
  return null;
}

/** The number of the first fact that is not older; times of a stream never go back. */
async function firstSince(
  streams: ReadStreams,
  { stream, last, from }: Pick<ClosedAccount, 'stream' | 'last' | 'from'>,
): Promise<number> {
  let [low, high] = [1, last + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [fact] = await streams.facts(stream, { seq: middle - 1, limit: 1 });
    if (fact !== undefined && fact.at < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
