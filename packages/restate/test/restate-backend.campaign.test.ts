/** Restate with the journal in Postgres keeps the promises of a backend; its processes are killed on the way. */
import { backendSuite } from '../../testing/src/backend-suite.ts';
import { restateSkips, startOnRestate } from './restate-candidate.ts';

await backendSuite('Restate, with the journal in Postgres', { start: startOnRestate, skips: restateSkips });
