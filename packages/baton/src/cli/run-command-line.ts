import type { CommandSpecification } from './argument/command-specification.ts';
import { findCommand, parseArguments, readWords } from './argument/parse-arguments.ts';
import type { Typed } from './argument/parse-arguments.ts';
import { grammar } from './commands.ts';
import type { ExitCode } from './exit-code.ts';
import { exitCodes } from './exit-code.ts';
import { reportError } from './report-error.ts';
import type { Terminal } from './terminal/terminal.ts';
import { openTerminal } from './terminal/terminal.ts';

/** Does what the command line says; every error ends as a message on standard error and an exit code. */
export async function runCommandLine(line: readonly string[]): Promise<ExitCode> {
  const typed = readWords(line, grammar);
  const given = (name: string): boolean => typed.options.some((option) => option.name === name);
  const terminal = openTerminal({ json: given('json'), quiet: given('quiet'), noColor: given('no-color') });
  try {
    if (given('version')) return await printVersion(terminal);
    const { typed: completed, command } = chooseCommand(typed, { wantsHelp: given('help') });
    const checked = parseArguments(completed, command, grammar);
    const action = await command.load();
    return await action(checked, terminal);
  } catch (error) {
    return reportError(error, terminal);
  }
}

interface Chosen {
  readonly typed: Typed;
  readonly command: CommandSpecification;
}

/** `baton`, `baton --help` and `baton run --help` are ways to say `baton help …`. */
function chooseCommand(typed: Typed, { wantsHelp }: { readonly wantsHelp: boolean }): Chosen {
  const { commandName } = typed;
  if (commandName !== undefined && !wantsHelp) return { typed, command: findCommand(commandName, grammar) };
  const subject = commandName === undefined || commandName === 'help' ? typed.positionals.slice(0, 1) : [commandName];
  return { typed: { ...typed, positionals: subject }, command: findCommand('help', grammar) };
}

async function printVersion(terminal: Terminal): Promise<ExitCode> {
  const { readFile } = await import('node:fs/promises');
  const manifest: { readonly version: string } = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  terminal.data.line(terminal.json ? JSON.stringify({ version: manifest.version }) : manifest.version);
  return exitCodes.ok;
}
