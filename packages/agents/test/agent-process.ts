/**
 * A process in which an agent works, for tests that kill it: `node agent-process.ts FOLDER MODEL`. It starts the
 * mission, or goes on with the one it finds, and ends when the mission has.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, openSqliteJournal } from '@batonhq/engine';
import { agentFunction } from '../src/index.ts';
import { openModel } from '../src/models.ts';

const [, , folder = '', address = ''] = process.argv;

const agent = {
  name: 'helper',
  version: '1.0.0',
  description: 'Helps',
  skills: [],
  instructions: 'Be brief.',
  models: [`${address}#scripted`],
  tools: ['note'],
};
const tool = { name: 'note', description: 'Notes', function: 'note', input: { type: 'object' } };

const engine = await createEngine({
  journal: openSqliteJournal({ directory: folder }),
  functions: [
    agentFunction({ agent: () => agent, tool: () => tool, model: openModel }),
    {
      name: 'note',
      run: (context, input) => {
        appendFileSync(join(folder, 'notes.txt'), `${context.idempotencyKey}\n`);
        return input;
      },
    },
  ],
});
const id = await engine.start({
  id: 'mission',
  definition: {
    document: { dsl: '1.0.3', namespace: 'tests', name: 'mission', version: '1.0.0' },
    do: [{ work: { call: 'agent', with: { agent: 'helper', prompt: 'Note it all' } } }],
  },
});
const result = await engine.result(id);
process.stdout.write(`${JSON.stringify(result)}\n`);
await engine.close();
