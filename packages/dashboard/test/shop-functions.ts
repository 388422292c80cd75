/** Functions of a small shop, for the pages to have something to show: some cost money, some fail at first, some ask people. */
export default [
  {
    name: 'charge',
    risk: 'high',
    undo: 'refund',
    cost: { money: 0.25 },
    input: {
      type: 'object',
      required: ['to', 'amount'],
      properties: { to: { type: 'string' }, amount: { type: ['number', 'string'] } },
    },
    run: (_context: unknown, input: unknown) => ({ charged: Object(input).amount }),
  },
  {
    name: 'summarise',
    cost: { money: 0.04, tokens: 1_800 },
    run: (_context: unknown, input: unknown) => ({ summary: Object(input).text ?? '' }),
  },
  { name: 'look-up', cost: { money: 0.002 }, run: () => ({ customer: 'יואב כהן', city: 'תל אביב' }) },
  {
    name: 'slow',
    run: (_context: unknown, input: unknown) =>
      new Promise((done) => setTimeout(() => done({ waited: true }), Object(input).milliseconds ?? 400)),
  },
  {
    name: 'break',
    run(): never {
      throw new RangeError('the ledger of March does not add up: 1,204.50 is missing');
    },
  },
];
