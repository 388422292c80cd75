/** Restate with the journal in Postgres keeps the promises of a backend; server and worker are killed on the way. */
import { backendSuite } from '../../testing/src/backend-suite.ts';
import { startOnRestate } from './restate-candidate.ts';

const durable = 'operations of durable functions are not mapped on Restate yet';

await backendSuite('Restate, with the journal in Postgres', {
  start: startOnRestate,
  skips: {
    'a durable function does its steps, and waits between them': durable,
    'a durable function goes on after the last step that was recorded': durable,
  },
});
