/** How somebody files in the United States. */
export type Filing = 'single' | 'married';

/** The end of a bracket (null for none), and the rate up to it as a fraction. */
export type TaxBracket = readonly [until: number | null, rate: number];

/**
 * The figures of one tax year. They are assumptions: somebody compared them with their sources on a day, and the law goes on.
 * A table of one's own takes their place.
 */
export interface TaxTable {
  /** Whose law it is, for people. */
  readonly country: string;
  readonly year: number;
  /** The day on which somebody last compared it with its sources: `2026-11-21`. */
  readonly checked?: string;
  readonly brackets: Readonly<Record<Filing, readonly TaxBracket[]>>;
  readonly standardDeduction: Readonly<Record<Filing, number>>;
  /** Of a profit: the share that counts, the rates for pension (up to `base`) and health. */
  readonly selfEmployment: {
    readonly share: number;
    readonly pension: number;
    readonly health: number;
    readonly base: number;
  };
  /** Of qualified business income, as a fraction. */
  readonly businessDeduction: number;
  /** Where each figure stands. */
  readonly sources: {
    readonly brackets: string;
    readonly standardDeduction: string;
    readonly selfEmployment: string;
    readonly businessDeduction: string;
  };
}

const rates = [0.1, 0.12, 0.22, 0.24, 0.32, 0.35, 0.37];

function bracketsTo(...ends: readonly number[]): readonly TaxBracket[] {
  return rates.map((rate, index) => [ends[index] ?? null, rate]);
}

const always = {
  country: 'United States',
  checked: '2026-11-21',
  businessDeduction: 0.2,
} as const;

const selfEmployment = { share: 0.9235, pension: 0.124, health: 0.029 } as const;
const selfEmploymentLaw = 'IRC sections 1401 and 1402(a)(12)';
const businessLaw = 'IRC section 199A';

/** The tables that come with Baton, the oldest first. */
export const usTaxTables: readonly TaxTable[] = [
  {
    ...always,
    year: 2025,
    brackets: {
      single: bracketsTo(11_925, 48_475, 103_350, 197_300, 250_525, 626_350),
      married: bracketsTo(23_850, 96_950, 206_700, 394_600, 501_050, 751_600),
    },
    standardDeduction: { single: 15_750, married: 31_500 },
    selfEmployment: { ...selfEmployment, base: 176_100 },
    sources: {
      brackets: 'IRS Rev. Proc. 2024-40, section 2.01',
      standardDeduction: 'Public Law 119-21, section 70102',
      selfEmployment: `${selfEmploymentLaw}; Social Security Administration, wage base of 2025`,
      businessDeduction: businessLaw,
    },
  },
  {
    ...always,
    year: 2026,
    brackets: {
      single: bracketsTo(12_400, 50_400, 105_700, 201_775, 256_225, 640_600),
      married: bracketsTo(24_800, 100_800, 211_400, 403_550, 512_450, 768_700),
    },
    standardDeduction: { single: 16_100, married: 32_200 },
    selfEmployment: { ...selfEmployment, base: 184_500 },
    sources: {
      brackets: 'IRS Rev. Proc. 2025-32',
      standardDeduction: 'IRS Rev. Proc. 2025-32',
      selfEmployment: `${selfEmploymentLaw}; Social Security Administration, wage base of 2026`,
      businessDeduction: businessLaw,
    },
  },
];

/** The table of a year: the newest that is not of a later one, or the oldest there is. The newest when no year is given. */
export function usTaxTable(year = Infinity): TaxTable {
  const found = usTaxTables.findLast((table) => table.year <= year) ?? usTaxTables[0];
  if (found === undefined) throw new RangeError('there is no tax table');
  return found;
}
