import { hasErrors } from '@batonhq/core';
import type { Action } from '../argument/command-specification.ts';
import { readDefinitionFile } from '../argument/definition-file.ts';
import { exitCodes } from '../exit-code.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import { problemLines } from './problem-lines.ts';

/** `baton validate FILE`. */
export const validate: Action = async (typed, terminal) => {
  const [file = ''] = typed.positionals;
  const { text, checked } = await readDefinitionFile(file);
  const { reference, diagnostics } = checked;
  const valid = !hasErrors(diagnostics);
  if (terminal.json) {
    terminal.data.line(plainJson({ file, valid, ...(reference !== undefined && { reference }), diagnostics }, 2));
    return valid ? exitCodes.ok : exitCodes.usage;
  }
  const source = { file, text, paint: terminal.data.paint };
  for (const line of problemLines(diagnostics, source)) terminal.data.line(line);
  if (valid) terminal.data.line(`${plainLine(file)} is valid: ${plainLine(reference ?? '')}`);
  return valid ? exitCodes.ok : exitCodes.usage;
};
