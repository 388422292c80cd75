/**
 * A process in which an agent works within a budget, for tests that kill it: `node budget-process.ts FOLDER MODEL
 * TOKENS`. It starts the mission, or goes on with the one it finds, prints how it ended, and ends.
 */
import { createEngine, openSqliteJournal } from '@batonhq/engine';
import { agentFunction, PriceList } from '../src/index.ts';
import { openModel } from '../src/models.ts';

const [, , folder = '', address = '', tokens = '0'] = process.argv;
const model = `${address}#scripted`;

const agent = {
  name: 'helper',
  version: '1.0.0',
  description: 'Helps',
  skills: [],
  instructions: 'Be brief.',
  models: [model],
  tools: ['note'],
  limits: { outputTokens: 60 },
};
const tool = { name: 'note', description: 'Notes', function: 'note', input: { type: 'object' } };
const prices = new PriceList({ models: { [model]: { input: 2, output: 10 } } });

const engine = await createEngine({
  journal: openSqliteJournal({ directory: folder }),
  functions: [
    agentFunction({ agent: () => agent, tool: () => tool, model: openModel, prices }),
    { name: 'note', run: (_context, input) => input },
  ],
});
const id = await engine.start({
  id: 'mission',
  definition: {
    document: { dsl: '1.0.3', namespace: 'tests', name: 'mission', version: '1.0.0' },
    do: [{ work: { call: 'agent', with: { agent: 'helper', prompt: 'Note it all' } } }],
  },
  budget: { tokens: Number(tokens) },
});
const result = await engine.result(id);
process.stdout.write(`${JSON.stringify(result)}\n`);
await engine.close();
