import { measures, type Amounts } from '@batonhq/core';
import { amountText } from '@batonhq/engine';

/** What somebody spent, has reserved, and may spend. */
interface Used {
  readonly spent: Amounts;
  readonly reserved: Amounts;
  readonly caps: Amounts;
}

/** One line about it: `0.42 USD of 2.50 USD, 12,300 tokens and 4,200 reserved, 3 calls`. */
export function spendingText({ spent, reserved, caps }: Used, currency: string | null): string {
  const told = measures.flatMap((measure) => {
    const [used = 0, held = 0, cap] = [spent[measure], reserved[measure], caps[measure]];
    if (used === 0 && held === 0 && cap === undefined) return [];
    const text = (value: number): string => amountText(measure, value, currency ?? 'USD');
    const waiting = held === 0 ? '' : ` and ${text(held)} reserved`;
    return [`${text(used)}${waiting}${cap === undefined ? '' : ` of ${text(cap)}`}`];
  });
  return told.length === 0 ? 'nothing' : told.join(', ');
}
