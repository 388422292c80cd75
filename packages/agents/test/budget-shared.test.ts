/** Twenty agents work at the same time on what one execution may spend: together they never spend more. */
import { expect, test } from 'vitest';
import { openWorkplace } from './workplace.ts';

const agents = 20;
const cap = 20_000;
const usage = { input: 300, output: 60 };

test(
  'their calls fit into one cap, whoever comes first, and what does not fit is refused',
  { timeout: 60_000 },
  async () => {
    const place = await openWorkplace({
      script: ({ messages }) => {
        const turn = messages.filter(({ role }) => role === 'assistant').length;
        return turn < 3
          ? { calls: [{ name: 'note', arguments: { turn, of: messages.length } }], usage }
          : { text: 'Done.', usage };
      },
      agent: { limits: { outputTokens: 100 }, tools: ['note'] },
      tools: [{ name: 'note', description: 'Notes', function: 'note', input: { type: 'object' } }],
      functions: [{ name: 'note', run: (_context, input) => input }],
    });
    const branches = Array.from({ length: agents }, (_, index) => ({
      [`agent-${index}`]: {
        try: [{ work: { call: 'agent', with: { agent: 'helper', prompt: `Note number ${index}` } } }],
        catch: { errors: { with: { status: 500 } } },
      },
    }));
    const id = await place.engine.start({
      definition: {
        document: { dsl: '1.0.3', namespace: 'tests', name: 'team', version: '1.0.0' },
        do: [{ team: { fork: { branches } } }],
      },
      budget: { tokens: cap },
    });
    expect(await place.engine.result(id)).toMatchObject({ phase: 'completed' });
    const charged = place.model.requests.length * (usage.input + usage.output);
    expect(charged).toBeLessThanOrEqual(cap);
    await expect.poll(async () => (await place.engine.details(id)).spending?.spent.tokens).toBe(charged);
    // All of it was used: no further call would have fitted, and none of them was made in vain.
    expect(place.model.requests.length).toBeGreaterThan(agents);
    expect(place.model.requests.length).toBeLessThan(agents * 4);
  },
);
