import type { Action } from '../argument/command-specification.ts';
import type { Grammar } from '../argument/parse-arguments.ts';
import { UsageError } from '../argument/usage-error.ts';
import { shellScripts, type Shell } from '../completion/shell-scripts.ts';
import { exitCodes } from '../exit-code.ts';
import { plainJson } from '../terminal/plain-text.ts';

/** `baton completion SHELL`. */
export function completionOf(grammar: Grammar): Action {
  return async (typed, { data, json }) => {
    const [shell = ''] = typed.positionals;
    if (!isShell(shell)) {
      throw new UsageError(`there is no completion for ${shell}`, `one of ${Object.keys(shellScripts).join(', ')}`);
    }
    const script = shellScripts[shell](grammar);
    if (json) data.line(plainJson({ shell, script }));
    else data.write(script);
    return exitCodes.ok;
  };
}

function isShell(text: string): text is Shell {
  return Object.hasOwn(shellScripts, text);
}
