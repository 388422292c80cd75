/** What it takes to plan the bakery's growth and its owner's retirement: figures that agree with the files, and a report. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { taxesOf, usTaxTable } from '../src/workspace.ts';
import { itemsIn, openSamplePlace, textIn } from './sample-place.ts';

const wish = { retireAt: 55, locations: 3, reserve: 50_000 };

test('from the ledger to a report with charts, every figure out of a file or an assumption that is named', async () => {
  const place = await openSamplePlace();
  const { facts = {} } = await place.call('facts_read', { path: 'bakery/owner.csv' });
  expect(facts).toMatchObject({ age: 38, capital: 148_000, filing: 'single', loanRate: 0.079 });
  const fact = facts as Readonly<Record<string, number>>;

  const analysis = await place.call('business_analyse', { ledger: 'bakery/ledger.csv' });
  // The accountant's review says the same: see bakery/annual-review-2025.pdf.
  expect(itemsIn(analysis['years'])[1]).toMatchObject({
    year: '2025',
    income: 746_930,
    expenses: 680_056,
    net: 66_874,
  });
  expect(analysis).toMatchObject({ ownerDraw: 66_000, yearlyProfit: 132_874, margin: 0.0895, growth: 0.064 });
  expect(itemsIn(analysis['seasons']).find(({ month }) => month === '12')?.['index']).toBeGreaterThan(1.1);
  const review = await place.call('documents_read', { path: 'bakery/annual-review-2025.pdf' });
  expect(textIn(review['text'])).toContain('746,930');

  const forecast = await place.call('ledger_forecast', { path: 'bakery/ledger.csv', months: 24, balance: 38_500 });
  const expansion = await place.call('business_expand', {
    monthlyNet: analysis['monthlyNet'] ?? 0,
    locations: wish.locations,
    cash: fact['cash'] ?? 0,
    openingCost: fact['openingCost'] ?? 0,
    rampMonths: fact['rampMonths'] ?? 0,
    loanRate: fact['loanRate'] ?? 0,
    loanMonths: fact['loanMonths'] ?? 0,
    ownShare: fact['ownShare'] ?? 0,
  });
  expect(expansion).toMatchObject({
    isFundable: true,
    openings: [{ shop: 2, own: 35_000, loan: 105_000 }, { shop: 3 }],
  });
  expect(Number(expansion['lowestCash'])).toBeGreaterThanOrEqual(0);

  const reserve = await place.call('finance_reserve', { target: wish.reserve, current: 12_000, monthly: 2_000 });
  expect(reserve).toMatchObject({ missing: 38_000, months: 19 });

  const taxes = await place.call('finance_taxes', {
    income: analysis['yearlyProfit'] ?? 0,
    filing: 'single',
    stateRate: 0.06,
    selfEmployed: true,
    yearlyNeed: fact['yearlyNeed'] ?? 0,
  });
  expect(itemsIn(taxes['assumptions']).every(({ source }) => source !== '')).toBe(true);
  expect(Number(taxes['net']) + Number(taxes['total'])).toBe(132_874);

  const plan = {
    ...Object.fromEntries(
      ['age', 'lastsUntil', 'capital', 'yearlySaving', 'yearlyNeed', 'shares'].map((name) => [name, fact[name] ?? 0]),
    ),
    retireAt: wish.retireAt,
    otherIncome: fact['socialSecurity'] ?? 0,
    otherIncomeFrom: fact['socialSecurityFrom'] ?? 0,
    taxRate: taxes['withdrawalRate'] ?? 0,
  };
  const retirement = await place.call('finance_retirement', { ...plan, chart: 'results/retirement.svg' });
  const options = await place.call('finance_options', plan);
  const success = itemsIn(options['options']).map((option) => Number(option['success']));
  expect(success.slice(1, 5).every((one) => one >= (success[0] ?? 1))).toBe(true);
  expect(Number(retirement['success'])).toBeLessThan(0.6);
  // The same question, the same futures, the same answer.
  expect(success[0]).toBe(retirement['success']);

  const risks = await place.call('risks_list', { analysis, expansion, retirement, paths: ['bakery/growth-notes.md'] });
  expect(itemsIn(risks['risks']).map(({ risk }) => risk)).toEqual(
    expect.arrayContaining([
      'A thin margin',
      'The money does not last',
      expect.stringContaining('lease of Maple Street ends'),
    ]),
  );

  const title = 'Maple Street Bakery: three shops, and free at 55';
  const parts = { analysis, forecast, expansion, reserve, taxes, retirement, options, risks };
  const report = await place.call('report_financial', { title, ...parts });
  const written = place.file(textIn(report['path']));
  for (const heading of [
    'The business',
    'Growing',
    'Emergency fund',
    'What the taxes assume',
    'Retirement',
    'Options',
    'Risks',
  ])
    expect(written).toContain(`## ${heading}`);
  expect(written).toContain('Rev. Proc. 2025-32');
  expect(written).toMatch(/tables of United States for 2026.*assumptions, not advice/);
  expect(place.file(textIn(report['html'])).match(/<svg /g)).toHaveLength(5);
  expect(readFileSync(`${place.folder}/results/retirement.svg`, 'utf8')).toContain('Capital at 55 and at 92');

  const risksNamed = itemsIn(risks['risks']).map(({ risk }) => textIn(risk));
  const hebrew = await place.call('report_financial', {
    title: 'תוכנית',
    ...parts,
    language: 'he',
    path: 'results/he.md',
  });
  const lines = place.file(textIn(hebrew['path'])).split('\n');
  expect(lines).toContain('## העסק');
  // What is left in English are names of the ledger and the documents, and where the figures of the law stand.
  const english = lines.flatMap((line) => line.match(/(?<![\w./-])[a-z]+(?: [a-z]+){3,}(?![\w./-])/g) ?? []);
  expect(english.filter((words) => !risksNamed.some((risk) => risk.includes(words)))).toEqual([]);
  expect(place.file(textIn(hebrew['html']))).toContain('lang="he" dir="rtl"');
});

test('taxes of 2025 and 2026 as the tables of the law give them', () => {
  const base = { stateRate: 0, isSelfEmployed: false } as const;
  const of = (year: number, taxed: Parameters<typeof taxesOf>[0]) => taxesOf(taxed, usTaxTable(year));
  // 60,000 less 16,100 is 43,900: 1,240 on the first 12,400, 12 per cent of the rest.
  expect(of(2026, { ...base, income: 60_000, filing: 'single' }).incomeTax).toBe(5_020);
  expect(of(2026, { ...base, income: 131_500, filing: 'married' }).incomeTax).toBe(11_420);
  expect(taxesOf({ ...base, income: 60_000, filing: 'single' }).incomeTax).toBe(5_020);
  expect([usTaxTable(2019).year, usTaxTable(2025).year, usTaxTable(2031).year]).toEqual([2025, 2025, 2026]);
  // 60,000 less 15,750 is 44,250: 1,192.50 on the first 11,925, 12 per cent of the rest.
  expect(of(2025, { ...base, income: 60_000, filing: 'single' })).toMatchObject({
    incomeTax: 5_072,
    marginalRate: 0.12,
  });
  expect(of(2025, { ...base, income: 15_000, filing: 'single' })).toMatchObject({ incomeTax: 0, net: 15_000 });
  expect(of(2025, { ...base, income: 131_500, filing: 'married' }).incomeTax).toBe(11_828);
  // 92.35 per cent of 100,000, at 15.3 per cent.
  expect(taxesOf({ ...base, income: 100_000, filing: 'single', isSelfEmployed: true }).selfEmploymentTax).toBe(14_130);
  expect(() => taxesOf({ ...base, income: -1, filing: 'single' })).toThrow('income must not be negative');
});

test('a tax table of the workspace takes the place of the one that comes along, and one that is none is refused', async () => {
  const place = await openSamplePlace();
  const own = { ...usTaxTable(2026), country: 'Ruritania', year: 1994, checked: '1994-07-01', businessDeduction: 0 };
  const flat = { single: [[null, 0.5]], married: [[null, 0.5]] };
  writeFileSync(
    `${place.folder}/taxes.yaml`,
    JSON.stringify({ ...own, brackets: flat, standardDeduction: { single: 0, married: 0 } }),
  );
  expect(await place.call('finance_taxes', { income: 1_000 })).toMatchObject({
    incomeTax: 500,
    year: 1994,
    basis: expect.stringContaining('Ruritania for 1994, last compared with their sources on 1994-07-01'),
  });
  for (const wrong of [
    { ...own, year: 'soon' },
    { ...own, brackets: { ...flat, single: [[5, 0.1]] } },
  ]) {
    writeFileSync(`${place.folder}/taxes.yaml`, JSON.stringify(wrong));
    await expect(place.call('finance_taxes', { income: 1_000 })).rejects.toThrow(/taxes\.yaml/);
  }
});

test('growth that the cash does not carry is said to be none', async () => {
  const place = await openSamplePlace();
  const plan = { monthlyNet: 300, locations: 4, cash: 5_000, openingCost: 140_000, reserve: 20_000 };
  const expansion = await place.call('business_expand', plan);
  expect(expansion).toMatchObject({ isFundable: false, openings: [] });
  await expect(place.call('business_expand', { ...plan, locations: 2, current: 2 })).rejects.toThrow(
    'more than current',
  );
});
