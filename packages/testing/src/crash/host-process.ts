/** The process under test: an engine on a folder, driven by its parent, killed at any moment. Arguments: folder, hosts. */
import { createEngine, openSqliteJournal } from '@batonhq/engine';
import { serveCalls } from '../backend-serve-calls.ts';
import { paymentFunctions } from './payment-functions.ts';

/** What says that the disk refused to go on: nothing was acknowledged after it. */
const diskFailed = 70;

const [directory = '', ...allow] = process.argv.slice(2);
const engine = await createEngine({
  journal: openSqliteJournal({ directory }),
  egress: { allow },
  functions: paymentFunctions,
  onFatal: () => process.exit(diskFailed),
});
serveCalls(engine);
