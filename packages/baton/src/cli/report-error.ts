import { fileFailure } from './file-failure.ts';
import type { ExitCode } from './exit-code.ts';
import { exitCodes } from './exit-code.ts';
import { plainLine } from './terminal/plain-text.ts';
import type { Terminal } from './terminal/terminal.ts';

/** Errors are told apart by name, so that those of another process and of another copy of a package count too. */
const codeByName: Readonly<Record<string, ExitCode>> = {
  UsageError: exitCodes.usage,
  RequestError: exitCodes.usage,
  DefinitionError: exitCodes.usage,
  RegistrationError: exitCodes.usage,
  AgentRegistrationError: exitCodes.usage,
  ModelReferenceError: exitCodes.usage,
  WorkspaceError: exitCodes.usage,
  NoFolderError: exitCodes.usage,
  PlanAbstainedError: exitCodes.usage,
  PlanRefusedError: exitCodes.usage,
  PayloadError: exitCodes.usage,
  InvalidEventError: exitCodes.usage,
  SecretValueError: exitCodes.usage,
  NotFoundError: exitCodes.notFound,
  ExecutionDroppedError: exitCodes.notFound,
  NotAllowedError: exitCodes.notAllowed,
  OwnerOfOthersError: exitCodes.notAllowed,
  SecretsLockedError: exitCodes.notAllowed,
  ConflictError: exitCodes.conflict,
  VersionTakenError: exitCodes.conflict,
  FileExistsError: exitCodes.conflict,
  AgentExistsError: exitCodes.conflict,
};

/** Says what went wrong and what to do about it. A defect of Baton itself keeps its stack. */
export function reportError(error: unknown, terminal: Terminal): ExitCode {
  const code = error instanceof Error ? (codeByName[error.name] ?? exitCodes.unavailable) : exitCodes.unavailable;
  if (terminal.json) terminal.errors.line(JSON.stringify({ error: described(error, code) }));
  else printError(error, terminal);
  return code;
}

function printError(error: unknown, { errors }: Terminal): void {
  const { message, hint } = described(error, exitCodes.unavailable);
  const [first = '', ...more] = message.split('\n');
  errors.line(`${errors.paint.red('error')} ${plainLine(first)}`);
  for (const line of more) errors.line(`      ${plainLine(line)}`);
  if (hint !== undefined) errors.line(`${errors.paint.dim('  try')} ${plainLine(hint)}`);
  if (isDefect(error)) errors.line(error.stack ?? '');
}

function isDefect(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return ['TypeError', 'ReferenceError', 'InvariantError', 'AssertionError', 'SyntaxError'].includes(error.name);
}

interface Described {
  readonly name: string;
  readonly message: string;
  readonly code: ExitCode;
  readonly hint?: string;
}

function described(error: unknown, code: ExitCode): Described {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), code };
  const failure = fileFailure(error);
  if (failure !== null) return { name: error.name, code, ...failure };
  const hint = hintOf(error) ?? answersHint(error) ?? sizeHint(error);
  return { name: error.name, message: error.message, code, ...(hint !== undefined && { hint }) };
}

/** How to answer what planners ask: the members are named, and the values are the person's. */
function answersHint(error: Error & { readonly questions?: unknown }): string | undefined {
  if (error.name !== 'PlanAbstainedError' || !Array.isArray(error.questions) || error.questions.length === 0)
    return undefined;
  const named = error.questions.map((question) => `"${String(Object(question).name)}":"…"`);
  return `the same with the answers: --context '{${named.join(',')}}'`;
}

function sizeHint({ name, message }: Error): string | undefined {
  const isLarge = name === 'PayloadError' && message.includes('larger than');
  return isLarge ? 'keep large data in a file or behind an address, and give the workflow its name' : undefined;
}

function hintOf(error: Error & { readonly hint?: unknown }): string | undefined {
  return typeof error.hint === 'string' ? error.hint : undefined;
}
