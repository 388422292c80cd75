import type { Action, CommandSpecification, OptionSpecification } from '../argument/command-specification.ts';
import { findCommand, usageLine, type Grammar } from '../argument/parse-arguments.ts';
import { exitCodes } from '../exit-code.ts';
import { plainJson } from '../terminal/plain-text.ts';
import type { Painter } from '../terminal/painter.ts';

const width = 80;

const codes: readonly (readonly [string, string])[] = [
  ['0', 'ok'],
  ['1', 'the execution faulted or was cancelled; a check found something'],
  ['2', 'the command line, the definition or the input is wrong'],
  ['3', 'not found'],
  ['4', 'not allowed'],
  ['5', 'conflict: what was asked does not fit the state of the execution'],
  ['6', 'timed out, stopped, or still waiting'],
  ['7', 'unavailable: nobody serves the folder, or it cannot be opened'],
  ['130', 'a second Ctrl-C'],
];

/** `baton help [COMMAND]`. */
export function helpOn(grammar: Grammar): Action {
  return async (typed, terminal) => {
    const [name] = typed.positionals;
    const command = name === undefined ? undefined : findCommand(name, grammar);
    if (terminal.json) {
      const described = (command === undefined ? grammar.commands : [command]).map(describe);
      terminal.data.line(plainJson({ commands: described, common: grammar.common }, 2));
    } else {
      const { paint } = terminal.data;
      terminal.data.write(command === undefined ? overview(grammar, paint) : commandHelp(command, { grammar, paint }));
    }
    return exitCodes.ok;
  };
}

function describe(command: CommandSpecification): object {
  const { load: _load, ...rest } = command;
  return { ...rest, usage: usageLine(command) };
}

/** What `baton` and `baton help` print. */
function overview(grammar: Grammar, paint: Painter): string {
  const sections = [
    'Baton runs workflows that survive crashes.\n',
    `${paint.bold('Usage')}\n  baton COMMAND [arguments] [options]\n`,
    `${paint.bold('Commands')}\n${table(grammar.commands.map(({ name, summary }) => [name, summary]))}`,
    `${paint.bold('Options of every command')}\n${optionTable(grammar.common)}`,
    `${paint.bold('Examples')}\n${exampleLines([
      { line: 'baton run report.yaml', effect: 'start an execution and follow it' },
      { line: 'baton list --phase suspended', effect: 'what needs a person' },
      { line: 'baton show 01K…', effect: 'how far it is, and what it waits for' },
    ])}`,
    `${paint.bold('Exit codes')}\n${table(codes)}`,
    '`baton help COMMAND` explains one command.\n',
  ];
  return sections.join('\n');
}

interface Page {
  readonly grammar: Grammar;
  readonly paint: Painter;
}

function commandHelp(command: CommandSpecification, { grammar, paint }: Page): string {
  return [
    `${command.summary}.\n`,
    `${paint.bold('Usage')}\n  ${usageLine(command)}\n`,
    ...(command.details ?? []).map((paragraph) => wrapped(paragraph, 0)),
    ...(command.options.length > 0 ? [`${paint.bold('Options')}\n${optionTable(command.options)}`] : []),
    `${paint.bold('Examples')}\n${exampleLines(command.examples)}`,
    wrapped(`Options of every command: ${grammar.common.map(({ name }) => `--${name}`).join(', ')}.`, 0),
  ].join('\n');
}

function exampleLines(examples: CommandSpecification['examples']): string {
  return examples.map(({ line, effect }) => `  ${line}\n      ${effect}\n`).join('');
}

function optionTable(options: readonly OptionSpecification[]): string {
  const left = ({ name, short, value }: OptionSpecification): string =>
    `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
  return table(options.map((option) => [left(option), option.summary]));
}

function table(rows: readonly (readonly [string, string])[]): string {
  const column = Math.max(...rows.map(([left]) => left.length)) + 4;
  return rows.map(([left, right]) => wrapped(right, column, `  ${left}`)).join('');
}

/** Breaks text at spaces so that no line is longer than the page; every line but the first is indented. */
function wrapped(text: string, indent: number, first = ''): string {
  const lines: string[] = [];
  let line = first.padEnd(indent);
  for (const word of text.split(' ')) {
    const spaced = line.trim() === '' || line.length === indent ? `${line}${word}` : `${line} ${word}`;
    if (spaced.length <= width || line.trim() === '') {
      line = spaced;
    } else {
      lines.push(line);
      line = `${' '.repeat(indent)}${word}`;
    }
  }
  return [...lines, line].map((each) => `${each}\n`).join('');
}
