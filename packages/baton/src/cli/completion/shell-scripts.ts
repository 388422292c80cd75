import type { CommandSpecification, OptionSpecification } from '../argument/command-specification.ts';
import type { Grammar } from '../argument/parse-arguments.ts';

/** Shells that can be taught. */
export type Shell = 'bash' | 'zsh' | 'fish';

/** For each shell a script that completes commands, options, phases, ids of executions and files. */
export const shellScripts: Readonly<Record<Shell, (grammar: Grammar) => string>> = { bash, zsh, fish };

/** Ids of the newest executions, for positions that take one; says nothing when the folder cannot be read. */
const listIds = `baton list --json --quiet --limit 50 2>/dev/null | tr ',' '\\n' | sed -n 's/^ *"id": *"\\([^"]*\\)"$/\\1/p'`;

const shells = 'bash zsh fish';
const phases = 'pending running waiting suspended completed faulted cancelled';

function flags({ options }: Pick<CommandSpecification, 'options'>): string {
  return options.map(({ name }) => `--${name}`).join(' ');
}

function takesId({ positionals }: CommandSpecification): boolean {
  return positionals[0] === 'ID';
}

function names(grammar: Grammar): string {
  return grammar.commands.map(({ name }) => name).join(' ');
}

function bash(grammar: Grammar): string {
  const cases = grammar.commands.map((command) => `    ${command.name}) flags="${flags(command)}" ;;`);
  const withIds = grammar.commands.filter(takesId).map(({ name }) => name);
  return `# baton completion bash >> ~/.bashrc
_baton() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" flags=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names(grammar)}" -- "$current"))
    return
  fi
  case "$previous" in
    --phase) COMPREPLY=($(compgen -W "${phases}" -- "$current")); return ;;
    --data) COMPREPLY=($(compgen -d -- "$current")); return ;;
  esac
  case "$command" in
${cases.join('\n')}
  esac
  if [ "$command" = help ]; then
    COMPREPLY=($(compgen -W "${names(grammar)}" -- "$current"))
  elif [ "$command" = completion ]; then
    COMPREPLY=($(compgen -W "${shells}" -- "$current"))
  elif [[ "$current" == -* ]]; then
    COMPREPLY=($(compgen -W "$flags ${flags({ options: grammar.common })}" -- "$current"))
  elif [ "$COMP_CWORD" -eq 2 ] && [[ " ${withIds.join(' ')} " == *" $command "* ]]; then
    COMPREPLY=($(compgen -W "$(${listIds})" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -F _baton baton
`;
}

function zsh(grammar: Grammar): string {
  const described = grammar.commands.map(({ name, summary }) => `    '${name}:${quoted(summary)}'`);
  const cases = grammar.commands.map((command) => {
    const options = [...command.options, ...grammar.common].map(zshOption);
    return `    ${command.name}) _arguments ${[zshPosition(grammar, command), ...options].join(' ')} ;;`;
  });
  return `#compdef baton
# baton completion zsh > "\${fpath[1]}/_baton"
_baton() {
  local -a commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
# Read by the completion system this file is the function itself; sourced, it only says who completes.
if [[ "\${funcstack[1]}" == _baton ]]; then
  _baton "$@"
else
  compdef _baton baton
fi
`;
}

function zshPosition(grammar: Grammar, command: CommandSpecification): string {
  if (takesId(command)) return `'1:execution:($(${quoted(listIds)}))'`;
  if (command.name === 'completion') return `'1:shell:(${shells})'`;
  return command.name === 'help' ? `'1:command:(${names(grammar)})'` : `'*:file:_files'`;
}

function zshOption({ name, value, repeated, summary }: OptionSpecification): string {
  const text = quoted(summary.replaceAll(/[[\]:]/g, ' '));
  const argument =
    value === undefined
      ? ''
      : name === 'phase'
        ? `:phase:(${phases})`
        : `:${quoted(value.replaceAll(':', ' '))}:_files${value === 'DIR' ? ' -/' : ''}`;
  return `'${repeated === true ? '*' : ''}--${name}[${text}]${argument}'`;
}

function fish(grammar: Grammar): string {
  const commands = grammar.commands.map(
    ({ name, summary }) => `complete -c baton -n __fish_use_subcommand -f -a ${name} -d '${quoted(summary)}'`,
  );
  const options = grammar.commands.flatMap((command) => [
    ...command.options.map((option) => fishOption(option, `-n '__fish_seen_subcommand_from ${command.name}'`)),
    ...(takesId(command)
      ? [`complete -c baton -n '__fish_seen_subcommand_from ${command.name}' -f -a '(${quoted(listIds)})'`]
      : []),
  ]);
  const common = grammar.common.map((option) => fishOption(option, ''));
  const words = [
    `complete -c baton -n '__fish_seen_subcommand_from completion' -f -a '${shells}'`,
    `complete -c baton -n '__fish_seen_subcommand_from help' -f -a '${names(grammar)}'`,
  ];
  return `# baton completion fish > ~/.config/fish/completions/baton.fish
${[...commands, ...words, ...common, ...options].join('\n')}
`;
}

function fishOption({ name, short, value, summary }: OptionSpecification, condition: string): string {
  const parts = ['complete -c baton', condition, short === undefined ? '' : `-s ${short}`, `-l ${name}`];
  const argument = value === undefined ? '' : name === 'phase' ? `-x -a '${phases}'` : '-r';
  return [...parts, argument, `-d '${quoted(summary)}'`].filter((part) => part !== '').join(' ');
}

/** Text inside single quotes, as all three shells read it. */
function quoted(text: string): string {
  return text.replaceAll("'", `'\\''`);
}
