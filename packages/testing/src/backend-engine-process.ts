/** An embedded engine on SQLite in a process of its own, so that it can be killed. Arguments: folder, allowed hosts. */
import { createEngine, openSqliteJournal } from '@batonhq/engine';
import { backendFunctions } from './backend-functions.ts';
import { serveCalls } from './backend-serve-calls.ts';

const [directory = '', ...allow] = process.argv.slice(2);
const engine = await createEngine({
  journal: openSqliteJournal({ directory }),
  egress: { allow },
  functions: backendFunctions,
  onFatal: (error) => {
    process.stderr.write(`the engine failed: ${String(error)}\n`);
    process.exit(70);
  },
});
serveCalls(engine);
