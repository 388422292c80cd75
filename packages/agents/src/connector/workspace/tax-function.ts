import { readTaxTable } from '../../tool/finance/read-tax-table.ts';
import { usTaxTable, type TaxTable } from '../../tool/finance/tax-table.ts';
import { taxAssumptions, taxBasis, taxesOf, withdrawalRate } from '../../tool/finance/us-taxes.ts';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import type { Argument } from './argument.ts';
import { between, flag, integer, listOf, number, object, oneOf, text, texts } from './schema.ts';
import { workspaceFunction } from './workspace-function.ts';
import type { Workspace } from './workspace.ts';

/** Where a workspace keeps a tax table of its own. */
const file = 'taxes.yaml';

const money = { type: 'number', minimum: 0 } as const;

const notes = [
  'An estimate to plan with: no credits, no other income, no dependants.',
  'Withdrawals from retirement accounts before 59½ cost 10 per cent more, with exceptions (IRC section 72(t)); that is not in the figures.',
  'Social security is not paid before 62, Medicare not before 65.',
];

/** What taxes take, by a dated table that the workspace may replace. */
export function taxFunction(workspace: Workspace): ToolDefinition {
  return workspaceFunction({
    name: 'finance_taxes',
    description:
      'Federal income tax (United States), self-employment tax and a flat share for the state, by the newest table or that of a year, each assumption with its source; a table of one’s own in taxes.yaml takes its place. With yearlyNeed also what taxes take of a withdrawal that leaves so much.',
    input: object(
      { income: money },
      {
        filing: oneOf('single', 'married'),
        stateRate: between(0, 0.3),
        selfEmployed: flag,
        yearlyNeed: money,
        year: integer(1900, 2200),
      },
    ),
    output: object({
      income: number,
      ...Object.fromEntries(
        ['incomeTax', 'selfEmploymentTax', 'stateTax', 'total', 'net', 'effectiveRate', 'marginalRate'].map((name) => [
          name,
          number,
        ]),
      ),
      withdrawalRate: number,
      year: number,
      basis: text,
      assumptions: listOf(object({ name: text, value: text, source: text })),
      notes: texts,
    }),
    planning: { risk: 'low', why: 'it changes nothing' },
    run: async (given) => estimate(given, await tableOf(workspace, given)),
  });
}

async function tableOf(workspace: Workspace, given: Argument): Promise<TaxTable> {
  if (await workspace.has(file)) return readTaxTable((await workspace.read(file)).toString('utf8'), file);
  return usTaxTable(given.has('year') ? given.number('year', 0) : undefined);
}

function estimate(given: Argument, table: TaxTable): object {
  const filing = given.text('filing', 'single') === 'married' ? 'married' : 'single';
  const stateRate = given.number('stateRate', 0);
  const income = given.number('income', 0);
  const taxes = taxesOf({ income, filing, stateRate, isSelfEmployed: given.json('selfEmployed') === true }, table);
  const source = (name: string): string => (given.has(name) ? 'given' : 'assumed, because nobody said it');
  return {
    income,
    ...taxes,
    effectiveRate: rounded(taxes.effectiveRate),
    withdrawalRate: rounded(withdrawalRate(given.number('yearlyNeed', 0), { filing, stateRate }, table)),
    year: table.year,
    basis: taxBasis(table),
    assumptions: [
      ...taxAssumptions(table),
      { name: 'state and city', value: `${(stateRate * 100).toFixed(1)} per cent flat`, source: source('stateRate') },
      { name: 'filing', value: filing, source: source('filing') },
    ],
    notes,
  };
}

function rounded(fraction: number): number {
  return Math.round(fraction * 10_000) / 10_000;
}
