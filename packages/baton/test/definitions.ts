/** Definitions that tests execute; each shows one thing. */

/** Ends at once. */
export const hello = `document: { dsl: '1.0.3', namespace: tests, name: hello, version: '0.1.0' }
do:
  - greet:
      set: { greeting: '\${ "hello, " + .name }' }
`;

/** Ends with a fault that the definition raises. */
export const faulty = `document: { dsl: '1.0.3', namespace: tests, name: faulty, version: '0.1.0' }
do:
  - fail:
      raise: { error: { type: 'https://example.com/out-of-tea', status: 418, title: 'Out of tea' } }
`;

/** Waits until somebody signals `go`, and gives back what came with it. */
export const listening = `document: { dsl: '1.0.3', namespace: tests, name: listening, version: '0.1.0' }
do:
  - ready: { set: { ready: true } }
  - go:
      listen: { to: { one: { with: { type: go } } } }
`;

/** Calls a function of `functions.mjs` twice, with three durable seconds between. */
export const calling = `document: { dsl: '1.0.3', namespace: tests, name: calling, version: '0.1.0' }
do:
  - first: { call: note, with: { name: first } }
  - pause: { wait: { milliseconds: 3000 } }
  - second: { call: note, with: { name: second } }
`;

/** A module of functions that write down each time their body runs. */
export const functions = `import { appendFileSync } from 'node:fs';
export default [{
  name: 'note',
  async run(context, input) {
    return context.step('write', () => {
      appendFileSync('notes.txt', input.name + '\\n');
      return input.name;
    });
  },
}];
`;
