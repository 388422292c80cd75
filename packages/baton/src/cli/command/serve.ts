import { once } from 'node:events';
import { freshPages } from '@batonhq/dashboard';
import type { RequestLine } from '@batonhq/server';
import type { Action } from '../argument/command-specification.ts';
import type { Arguments } from '../argument/arguments.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes } from '../exit-code.ts';
import { logOfLine } from '../host/log-of-line.ts';
import { goOn, openHost } from '../host/open-host.ts';
import { publishDefinitions } from '../host/publish-definitions.ts';
import { catchStopSignals } from '../host/stop-signals.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import type { Serving } from '../../system/serve-api.ts';
import { FolderServedError } from './folder-served-error.ts';
import { validDefinitions } from './valid-definition.ts';

const usualPort = 8_787;

/** `baton serve`. */
export const serve: Action = async (typed, terminal) => {
  const { talk } = terminal;
  const port = portOf(typed.value('port'));
  const definitions = await validDefinitions(typed.values('define'), terminal);
  using stop = catchStopSignals(() => talk.line('stopping: steps in flight may finish; Ctrl-C again ends at once'));
  const system = await openHost(typed, terminal);
  try {
    if (system.role === 'client') throw new FolderServedError(system.dataDir);
    const unfinished = await goOn(system, terminal);
    await publishDefinitions(definitions, system, terminal);
    const hasPages = port !== 'none' && (await preparePages(terminal));
    const serving = port === 'none' ? null : await listening(system, { port, typed, terminal });
    announce({ system, serving, unfinished, hasPages, hasWorkspace: typed.value('workspace') !== undefined }, terminal);
    if (!stop.signal.aborted) await once(stop.signal, 'abort');
  } finally {
    await system.close();
  }
  talk.line('stopped; what is unfinished goes on at the next start');
  return exitCodes.ok;
};

function portOf(text: string | undefined): number | 'none' | 'usual' {
  if (text === undefined) return 'usual';
  if (text === 'none') return text;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new UsageError(`--port ${text} is no port`, '--port 8787, --port 0 for any that is free, or --port none');
}

/** A workspace has no pages until somebody builds them; without any the API is served alone. */
async function preparePages({ talk }: Terminal): Promise<boolean> {
  try {
    const pages = await freshPages(() => talk.line("building the dashboard's pages; this takes some seconds, once"));
    if (pages === null)
      talk.line('the dashboard has no pages here, and nothing to build them: the API is served alone');
    return pages !== null;
  } catch (error) {
    talk.line(plainLine(`the dashboard's pages could not be built, the API is served alone: ${String(error)}`));
    return false;
  }
}

interface Asked {
  readonly port: number | 'usual';
  readonly typed: Arguments;
  readonly terminal: Terminal;
}

/** The usual port may be taken by another folder's process; one that was asked for is taken or refused. */
async function listening(system: OrchestrationSystem, { port, typed, terminal }: Asked): Promise<Serving> {
  const host = typed.value('host');
  const log = logOfLine(typed.value('log'));
  const options = {
    ...(host !== undefined && { host }),
    ...(log !== null && { onRequest: (line: RequestLine) => log.request(line) }),
    hosts: typed.values('name'),
    onError: (error: unknown) => terminal.talk.line(plainLine(`the HTTP API: ${String(error)}`)),
  };
  try {
    return await system.serve({ ...options, port: port === 'usual' ? usualPort : port });
  } catch (error) {
    if (port !== 'usual' || !isTaken(error)) throw error;
    return system.serve({ ...options, port: 0 });
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

interface Started {
  readonly system: OrchestrationSystem;
  readonly serving: Serving | null;
  readonly unfinished: number;
  readonly hasPages: boolean;
  /** Whether there is a folder to work in. */
  readonly hasWorkspace: boolean;
}

function announce(
  { system: { dataDir }, serving, unfinished, hasPages, hasWorkspace }: Started,
  { json, data, talk }: Terminal,
): void {
  const token = serving?.firstToken ?? null;
  if (json) {
    const url = serving === null ? {} : { url: serving.url, ...(token !== null && { token }) };
    data.line(plainJson({ dataDir, pid: process.pid, unfinished, ...url }));
    return;
  }
  talk.line(`serving ${dataDir} as process ${process.pid}; Ctrl-C stops`);
  if (serving !== null && hasPages) talk.line(`dashboard at ${serving.url}`);
  if (serving !== null) talk.line(`HTTP API at ${serving.url}/api, described by ${serving.url}/api/docs`);
  if (!hasWorkspace)
    talk.line(
      talk.paint.dim('no workspace: goals have no documents, people or calendar; --workspace DIR gives them one'),
    );
  if (token !== null) talk.line(`admin key, shown this once: ${token}`);
}
