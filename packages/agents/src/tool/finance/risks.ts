/** A risk, judged by rules: likelihood and impact from 1 to 5, score is their product. */
export type RatedRisk = {
  readonly risk: string;
  readonly likelihood: number;
  readonly impact: number;
  readonly score: number;
  readonly why: string;
  readonly answer: string;
  /** Which figures or which document it was found in. */
  readonly source: string;
};

/** Figures a risk may be read from; what is null is not known. */
export interface RiskFigures {
  readonly margin: number | null;
  readonly largestIncomeShare: { readonly category: string; readonly share: number } | null;
  readonly rentShare: number | null;
  readonly risingCosts: readonly { readonly category: string; readonly change: number }[];
  readonly expansion: {
    readonly lowestCash: number;
    readonly lowestMonth: number;
    readonly isFundable: boolean;
  } | null;
  readonly retirement: {
    readonly success: number;
    readonly endsAt: number | null;
    readonly retireAt: number | null;
  } | null;
  /** Risks that documents name, word for word. */
  readonly named: readonly { readonly text: string; readonly path: string }[];
}

type Unscored = Omit<RatedRisk, 'score'>;

/** The risks in some figures and documents, worst first. The rules are thresholds; each risk says which one it met. */
export function rateRisks(figures: RiskFigures): readonly RatedRisk[] {
  return [...business(figures), ...growth(figures), ...retirement(figures), ...named(figures)]
    .map((one) => ({ ...one, score: one.likelihood * one.impact }))
    .toSorted((left, right) => right.score - left.score);
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function business({ margin, largestIncomeShare, rentShare, risingCosts }: RiskFigures): readonly Unscored[] {
  const found: Unscored[] = [];
  if (margin !== null && margin < 0.1)
    found.push({
      risk: 'A thin margin',
      likelihood: margin < 0.03 ? 5 : 3,
      impact: 4,
      why: `${percent(margin)} of the income is left; below 10 % one bad quarter uses up a good one.`,
      answer: 'Raise the prices of what sells best, and set a floor for the margin of new products.',
      source: 'ledger',
    });
  if (largestIncomeShare !== null && largestIncomeShare.share > 0.6)
    found.push({
      risk: `Income depends on ${largestIncomeShare.category}`,
      likelihood: 2,
      impact: 4,
      why: `${percent(largestIncomeShare.share)} of the income comes from it; more than 60 % is dependence.`,
      answer: 'Let another source grow to a third of the income before new fixed costs are taken on.',
      source: 'ledger',
    });
  if (rentShare !== null && rentShare > 0.1)
    found.push({
      risk: 'Rent weighs on the income',
      likelihood: 3,
      impact: 3,
      why: `${percent(rentShare)} of the income is rent; above 10 % is much for a shop.`,
      answer: 'Agree on the renewal before it is needed, with a rise that is fixed.',
      source: 'ledger',
    });
  for (const { category, change } of risingCosts)
    found.push({
      risk: `${category} costs rise faster than the income`,
      likelihood: 4,
      impact: change > 0.2 ? 3 : 2,
      why: `They rose by ${percent(change)} in the last twelve months.`,
      answer: 'Ask for a price for the year, or for a second offer.',
      source: 'ledger',
    });
  return found;
}

function growth({ expansion }: RiskFigures): readonly Unscored[] {
  if (expansion === null) return [];
  const { lowestCash, lowestMonth, isFundable } = expansion;
  if (isFundable && lowestCash > 25_000) return [];
  return [
    {
      risk: isFundable ? 'Little cash while shops open' : 'The growth cannot be paid for as planned',
      likelihood: isFundable ? 3 : 5,
      impact: 5,
      why: `In month ${lowestMonth} the cash falls to ${new Intl.NumberFormat('en').format(lowestCash)}.`,
      answer: 'Open later, borrow more of it, or wait until the first new shop earns before the next one opens.',
      source: 'expansion',
    },
  ];
}

function retirement({ retirement: outlook }: RiskFigures): readonly Unscored[] {
  if (outlook === null) return [];
  const { success, endsAt, retireAt } = outlook;
  const early: readonly Unscored[] =
    retireAt === null || retireAt >= 60
      ? []
      : [
          {
            risk: 'Withdrawals before 59½ cost 10 per cent more',
            likelihood: 4,
            impact: 3,
            why: `Retiring at ${retireAt} means drawing on retirement accounts early (IRC section 72(t)), and health insurance of one's own until 65.`,
            answer:
              'Keep enough outside of retirement accounts for the years in between, or take substantially equal payments.',
            source: 'retirement',
          },
        ];
  if (success >= 0.85) return early;
  return [
    {
      risk: 'The money does not last',
      likelihood: success < 0.5 ? 5 : 4,
      impact: 5,
      why: `It lasts in ${percent(success)} of the futures${endsAt === null ? '' : `; where it does not, it ends at ${endsAt}`}.`,
      answer: 'Save more, need less, or retire later: see the options.',
      source: 'retirement',
    },
    ...early,
  ];
}

function named({ named: said }: RiskFigures): readonly Unscored[] {
  return said.map(({ text, path }) => ({
    risk: text.replace(/^(?:risk|סיכון)\s*:\s*/i, ''),
    likelihood: 3,
    impact: 3,
    why: 'A document names it; how likely and how bad it is was not judged.',
    answer: 'Decide who watches it.',
    source: path,
  }));
}
