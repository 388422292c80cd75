import { once } from 'node:events';
import type { Action } from '../argument/command-specification.ts';
import { exitCodes } from '../exit-code.ts';
import { goOn, openHost } from '../host/open-host.ts';
import { publishDefinitions } from '../host/publish-definitions.ts';
import { catchStopSignals } from '../host/stop-signals.ts';
import { plainJson } from '../terminal/plain-text.ts';
import { FolderServedError } from './folder-served-error.ts';
import { validDefinitions } from './valid-definition.ts';

/** `baton serve`. */
export const serve: Action = async (typed, terminal) => {
  const { talk } = terminal;
  const definitions = await validDefinitions(typed.values('define'), terminal);
  using stop = catchStopSignals(() => talk.line('stopping: steps in flight may finish; Ctrl-C again ends at once'));
  const system = await openHost(typed, terminal);
  try {
    if (system.role === 'client') throw new FolderServedError(system.dataDir);
    const open = await goOn(system, terminal);
    await publishDefinitions(definitions, system, terminal);
    if (terminal.json) terminal.data.line(plainJson({ dataDir: system.dataDir, pid: process.pid, unfinished: open }));
    else talk.line(`serving ${system.dataDir} as process ${process.pid}; Ctrl-C stops`);
    if (!stop.signal.aborted) await once(stop.signal, 'abort');
  } finally {
    await system.close();
  }
  talk.line('stopped; what is unfinished goes on at the next start');
  return exitCodes.ok;
};
