/** What `baton help --json` says of an option. */
export interface DescribedOption {
  readonly name: string;
  readonly short?: string;
  readonly value?: string;
  readonly repeated?: boolean;
  readonly summary: string;
}

/** What `baton help --json` says of a command. */
export interface DescribedCommand {
  readonly name: string;
  readonly positionals: readonly string[];
  readonly usage: string;
  readonly summary: string;
  readonly details?: readonly string[];
  readonly options: readonly DescribedOption[];
  readonly examples: readonly { readonly line: string; readonly effect: string }[];
}

/** What `baton help --json` prints. */
export interface DescribedCommands {
  readonly commands: readonly DescribedCommand[];
  readonly common: readonly DescribedOption[];
}

/** A page of the reference: its name in `docs/cli`, and its text. */
export interface Page {
  readonly name: string;
  readonly text: string;
}

const note = 'Written by `npm run cli` from the commands themselves; do not edit.';

/** The reference of the command line: an overview, and a page for each command in the order of a manual page. */
export function cliPages(grammar: DescribedCommands): readonly Page[] {
  return [overview(grammar), ...grammar.commands.map((command) => pageOf(command, grammar))];
}

function overview({ commands, common }: DescribedCommands): Page {
  const rows = commands.map(({ name, positionals, summary }) => {
    const line = ['baton', name, ...positionals].join(' ');
    return `| [\`${inTable(line)}\`](${name}.md) | ${inTable(summary)} |`;
  });
  const sections = [
    '# Reference of the command line',
    note,
    'What the commands have in common, and how to use them, is in [the guide](../cli.md).',
    ['| command | what it does |', '|---|---|', ...rows].join('\n'),
    `## Options of every command\n\n${optionTable(common)}`,
  ];
  return { name: 'README.md', text: `${sections.join('\n\n')}\n` };
}

function pageOf(command: DescribedCommand, { common }: DescribedCommands): Page {
  const { name, usage, summary, details = [], options, examples } = command;
  const sections = [
    `# baton ${name}`,
    note,
    `${summary}.`,
    ['```', usage, '```'].join('\n'),
    ...details.map(inText),
    ...(options.length === 0 ? [] : [`## Options\n\n${optionTable(options)}`]),
    `## Examples\n\n${['```sh', ...examples.map(({ line, effect }) => `${line}   # ${effect}`), '```'].join('\n')}`,
    `Options of every command: ${common.map((option) => `\`--${option.name}\``).join(', ')}; [the overview](README.md) explains them. [The guide](../cli.md#exit-codes) lists the exit codes.`,
  ];
  return { name: `${name}.md`, text: `${sections.join('\n\n')}\n` };
}

function optionTable(options: readonly DescribedOption[]): string {
  const rows = options.map(({ name, short, value, repeated, summary }) => {
    const long = `\`--${name}${value === undefined ? '' : ` ${inTable(value)}`}\``;
    const left = short === undefined ? long : `\`-${short}\`, ${long}`;
    return `| ${left} | ${inTable(summary)}${repeated === true ? '. May be repeated' : ''} |`;
  });
  return ['| option | what it does |', '|---|---|', ...rows].join('\n');
}

function inTable(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** Angle brackets and stars of a command line are no markup. */
function inText(text: string): string {
  return text.replaceAll('<', '\\<').replaceAll('*', '\\*');
}
