import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataOption } from '../argument/data-folder.ts';
import { shellWord } from '../argument/shell-word.ts';
import { UsageError } from '../argument/usage-error.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCodes } from '../exit-code.ts';
import { goOn, openHost, repeatedOptions } from '../host/open-host.ts';
import { publishDefinitions } from '../host/publish-definitions.ts';
import { catchStopSignals } from '../host/stop-signals.ts';
import { faultText } from '../progress/waiting-text.ts';
import { parseDuration } from '../terminal/duration.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { readRequest, startOrContinue } from './start-or-continue.ts';
import { watchExecution, type Watched } from './watch-execution.ts';

/** `baton run FILE`. */
export const run: Action = async (typed, terminal) => {
  const { talk } = terminal;
  const limit = limitOf(typed);
  checkKeys(typed);
  const request = await readRequest(typed, terminal);
  using stop = catchStopSignals(() => talk.line('stopping: steps in flight may finish; Ctrl-C again ends at once'));
  const system = await openHost(typed, terminal);
  try {
    await goOn(system, terminal);
    await publishDefinitions(request.define, system, terminal);
    const handle = await startOrContinue(request, system, terminal);
    const { details, why } = await watchExecution({ system, handle, terminal, stop: stop.signal, limit });
    // What runs in this process must be over before anything is said about how it stands.
    await system.close();
    return report({ details, why, role: system.role, typed }, terminal);
  } finally {
    await system.close();
  }
};

function limitOf(typed: Arguments): number | undefined {
  const given = typed.value('timeout');
  const limit = given === undefined ? undefined : parseDuration(given);
  if (given !== undefined && limit === undefined) {
    throw new UsageError(`--timeout ${given} is no duration`, '30s, 5m, 2h, 1d or 500ms');
  }
  return limit;
}

function checkKeys(typed: Arguments): void {
  if (!typed.has('continue') || !typed.has('key')) return;
  throw new UsageError('--continue and --key exclude each other', 'the same --key finds its execution by itself');
}

interface Ending extends Watched {
  readonly role: OrchestrationSystem['role'];
  readonly typed: Arguments;
}

function report(ending: Ending, terminal: Terminal): ExitCode {
  const { id, phase, output, fault } = ending.details.view;
  if (terminal.json) {
    const more = { ...(phase === 'completed' && { output }), ...(fault !== null && { fault }) };
    terminal.data.line(plainJson({ id, phase, ...more }));
  } else if (phase === 'completed') terminal.data.line(plainJson(output, 2));
  if (ending.why !== 'ended') {
    for (const line of openLines(ending)) terminal.talk.line(line);
    return exitCodes.waiting;
  }
  if (phase === 'completed') return exitCodes.ok;
  const why = fault === null ? 'it was cancelled' : faultText(fault);
  const told = terminal.json ? terminal.talk : terminal.errors;
  told.line(`${told.paint.red(phase)} ${why}`);
  terminal.talk.line(`  look   baton show ${id}${dataOption(ending.typed)}`);
  if (phase === 'faulted') terminal.talk.line(`  retry  baton retry ${id}${dataOption(ending.typed)}`);
  return exitCodes.faulted;
}

/** What to say of an execution that is still open: nothing is lost, and how to go on. */
function openLines({ details, why, role, typed }: Ending): readonly string[] {
  const { id, phase } = details.view;
  const data = dataOption(typed);
  const reason = details.waitingFor.find(({ kind }) => kind === 'resume');
  const standing = why === 'stands still' && reason?.kind === 'resume' ? `: ${plainLine(reason.reason)}` : '';
  const look = `  look      baton show ${id}${data}`;
  if (role === 'client') return [`${id} is ${phase}; the process that owns the folder goes on with it`, look];
  return [`${id} is ${phase}${standing}; nothing is lost`, `  continue  ${continuation(typed)}`, look];
}

function continuation(typed: Arguments): string {
  const key = typed.value('key');
  const how = key === undefined ? ' --continue' : ` --key ${shellWord(key)}`;
  const file = shellWord(typed.positionals[0] ?? 'FILE');
  return `baton run ${file}${repeatedOptions(typed, ['input', 'functions', 'define', 'agents', 'model', 'prices', 'allow-folder', 'allow-mcp', 'allow-shell', 'allow-python', 'lifecycle', 'allow-host', 'data'])}${how}`;
}
