import { customs } from './time.ts';

/** Money in millionths as people read it: small amounts keep what counts of them. */
export function moneyText(millionths: number, currency: string | null): string {
  const amount = millionths / 1_000_000;
  const digits = amount !== 0 && Math.abs(amount) < 0.1 ? 4 : 2;
  const format = { minimumFractionDigits: 2, maximumFractionDigits: digits } as const;
  if (currency === null || !/^[A-Z]{3}$/.test(currency)) return amount.toLocaleString(customs, format);
  return amount.toLocaleString(customs, { ...format, style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
}

/** A count as people read it. */
export function countText(count: number): string {
  return count.toLocaleString(customs, { maximumFractionDigits: 0 });
}
