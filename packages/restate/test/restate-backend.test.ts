/** Restate with the journal in Postgres keeps the promises of a backend; server and worker are killed on the way. */
import { backendSuite } from '../../testing/src/backend-suite.ts';
import { startOnRestate } from './restate-candidate.ts';

await backendSuite('Restate, with the journal in Postgres', { start: startOnRestate });
