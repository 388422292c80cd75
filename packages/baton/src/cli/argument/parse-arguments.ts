import { parseArgs } from 'node:util';
import type { Arguments } from './arguments.ts';
import type { CommandSpecification, OptionSpecification } from './command-specification.ts';
import { nearest } from '../../nearest.ts';
import { UsageError } from './usage-error.ts';

/** What `baton` understands: its commands, and the options that belong to all of them. */
export interface Grammar {
  readonly commands: readonly CommandSpecification[];
  readonly common: readonly OptionSpecification[];
}

type Token = { readonly name: string; readonly value: string | undefined };

/** A command line before it is known whether it makes sense. */
export interface Typed {
  /** The first word that is no option. */
  readonly commandName: string | undefined;
  readonly positionals: readonly string[];
  readonly options: readonly Token[];
}

/** Splits a command line into words and options; options may stand before or after the command. */
export function readWords(line: readonly string[], grammar: Grammar): Typed {
  const known = [...grammar.common, ...grammar.commands.flatMap(({ options }) => options)];
  const options = Object.fromEntries(
    known.map(({ name, short, value }) => [
      name,
      { type: value === undefined ? 'boolean' : 'string', ...(short !== undefined && { short }) } as const,
    ]),
  );
  const parsed = parseArgs({ args: [...line], options, strict: false, allowPositionals: true, tokens: true });
  const [commandName, ...positionals] = parsed.positionals;
  const given = parsed.tokens.flatMap((token) =>
    token.kind === 'option' ? [{ name: token.name, value: token.value }] : [],
  );
  return { commandName, positionals, options: given };
}

/** Checks a command line against what its command takes. Throws {@link UsageError}. */
export function parseArguments(typed: Typed, command: CommandSpecification, grammar: Grammar): Arguments {
  const options = [...grammar.common, ...command.options];
  for (const token of typed.options) checkOption(token, options, command);
  checkPositionals(typed.positionals, command);
  const values = (name: string) =>
    typed.options.flatMap((token) => (token.name === name && token.value !== undefined ? [token.value] : []));
  return {
    commandName: command.name,
    positionals: typed.positionals,
    values,
    value: (name) => values(name).at(-1),
    has: (name) => typed.options.some((token) => token.name === name),
  };
}

/** The command of this name. Throws {@link UsageError} with the nearest one. */
export function findCommand(name: string, grammar: Grammar): CommandSpecification {
  const found = grammar.commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const meant = nearest(
    name,
    grammar.commands.map((command) => command.name),
  );
  const hint = meant === undefined ? 'baton help lists the commands' : `did you mean \`baton ${meant}\`?`;
  throw new UsageError(`there is no command \`${name}\``, hint);
}

function checkOption(token: Token, options: readonly OptionSpecification[], command: CommandSpecification): void {
  const found = options.find(({ name }) => name === token.name);
  if (found === undefined) throw new UsageError(unknownOption(token, command), optionHint(token, options, command));
  if (found.value === undefined && token.value !== undefined) {
    throw new UsageError(`--${token.name} takes no value`, `baton ${command.name} --${token.name}`);
  }
  if (found.value !== undefined && token.value === undefined) {
    throw new UsageError(`--${token.name} needs a value`, `--${token.name} ${found.value}`);
  }
}

function unknownOption({ name }: Token, command: CommandSpecification): string {
  return `\`baton ${command.name}\` has no option ${name.length === 1 ? '-' : '--'}${name}`;
}

function optionHint(token: Token, options: readonly OptionSpecification[], command: CommandSpecification): string {
  const meant = nearest(
    token.name,
    options.map(({ name }) => name),
  );
  return meant === undefined ? `baton help ${command.name} lists its options` : `did you mean --${meant}?`;
}

function checkPositionals(given: readonly string[], command: CommandSpecification): void {
  const missing = command.positionals.slice(given.length).find((name) => !name.startsWith('['));
  if (missing !== undefined) throw new UsageError(`${missing} is missing`, usageLine(command));
  const extra = given[command.positionals.length];
  // What it was is not said: it may be a secret that belongs on standard input.
  if (extra !== undefined)
    throw new UsageError(`one argument too many for \`baton ${command.name}\``, usageLine(command));
}

/** `baton run FILE [options]`. */
export function usageLine({ name, positionals, options }: CommandSpecification): string {
  return ['baton', name, ...positionals, ...(options.length > 0 ? ['[options]'] : [])].join(' ');
}
