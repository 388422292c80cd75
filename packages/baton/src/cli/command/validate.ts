import { hasErrors, levelsOf } from '@batonhq/core';
import type { Action } from '../argument/command-specification.ts';
import { readDefinitionFile, type DefinitionFile } from '../argument/definition-file.ts';
import { exitCodes } from '../exit-code.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import { problemLines } from './problem-lines.ts';

/** `baton validate FILE`. */
export const validate: Action = async (typed, terminal) => {
  const read = await readDefinitionFile(typed.positionals[0] ?? '');
  const { file, text, checked } = read;
  const valid = !hasErrors(checked.diagnostics);
  if (terminal.json) {
    terminal.data.line(plainJson(described(read), 2));
    return valid ? exitCodes.ok : exitCodes.usage;
  }
  const source = { file, text, paint: terminal.data.paint };
  for (const line of problemLines(checked.diagnostics, source)) terminal.data.line(line);
  if (valid) terminal.data.line(`${plainLine(file)} is valid: ${plainLine(checked.reference ?? '')}, ${sizeOf(read)}`);
  return valid ? exitCodes.ok : exitCodes.usage;
};

function described({ file, checked: { reference, diagnostics, program } }: DefinitionFile): object {
  const levels = program === undefined ? undefined : levelsOf(program).map((level) => level.map(({ path }) => path));
  return {
    file,
    valid: !hasErrors(diagnostics),
    ...(reference !== undefined && { reference }),
    ...(levels !== undefined && { levels }),
    diagnostics,
  };
}

function sizeOf({ checked: { program } }: DefinitionFile): string {
  const levels = program === undefined ? [] : levelsOf(program);
  const tasks = levels.flat().length;
  return `${tasks} ${tasks === 1 ? 'task' : 'tasks'} in ${levels.length} ${levels.length === 1 ? 'level' : 'levels'}`;
}
