/** One of the two processes of `recovery.ts`. Tells how many executions have reached the step that never ends. */
import nodeModule from 'node:module';
import type { JsonObject } from '@batonhq/core';

// As the command line does: what a process compiled is there for the next one, also when it is killed.
nodeModule.enableCompileCache();
const { createEngine, openSqliteJournal } = await import('@batonhq/engine');

const [mode, directory = '.', count = '0'] = process.argv.slice(2);
const executions = Number(count);
let open = 0;
let repeated = 0;

const definition: JsonObject = {
  document: { dsl: '1.0.3', namespace: 'bench', name: 'recovery', version: '1.0.0' },
  do: [{ first: { call: 'done:1.0.0@default' } }, { second: { call: 'endless:1.0.0@default' } }],
};

/** Committed by the first process, so its body must not run in the second. */
const done = {
  name: 'done',
  run: (): null => {
    if (mode === 'recover') repeated += 1;
    return null;
  },
};

const endless = {
  name: 'endless',
  run: async (): Promise<null> => {
    open += 1;
    if (open === executions) tell();
    return new Promise<null>(() => undefined);
  },
};

function tell(): void {
  if (mode === 'fill') nodeModule.flushCompileCache();
  process.send?.(open);
  if (mode === 'recover') setTimeout(() => process.send?.(repeated), 200);
}

const journal = openSqliteJournal({ directory });
const engine = await createEngine({ journal, functions: [done, endless], limits: { performing: executions * 2 } });
if (mode === 'fill') {
  for (let index = 0; index < executions; index += 100) {
    await Promise.all(
      Array.from({ length: 100 }, async (_, lane) => engine.start({ id: `open-${index + lane}`, definition })),
    );
  }
}
