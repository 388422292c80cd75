/** The same promises with more executions, whose processes die more often. */
import { backendSuite } from '../../testing/src/backend-suite.ts';
import { restateSkips, startOnRestate } from './restate-candidate.ts';

await backendSuite('Restate, with the journal in Postgres, in a long storm', {
  start: startOnRestate,
  skips: restateSkips,
  storm: { executions: 50, kills: 20 },
  timeout: 600_000,
});
