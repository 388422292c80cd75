import { levelsOf, type TaskNode } from '@batonhq/core';
import type { Action } from '../argument/command-specification.ts';
import { readDefinitionFile } from '../argument/definition-file.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes } from '../exit-code.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { fitWidth } from '../terminal/text-width.ts';
import { problemLines } from './problem-lines.ts';

/** `baton plan FILE`: a definition by its dependency levels. */
export const planFile: Action = async (typed, terminal) => {
  const [file = ''] = typed.positionals;
  const { text, checked } = await readDefinitionFile(file);
  const { program, reference = '', diagnostics } = checked;
  for (const line of problemLines(diagnostics, { file, text, paint: terminal.errors.paint }))
    terminal.errors.line(line);
  if (program === undefined) throw new UsageError(`${file} is not a valid definition`);
  const levels = levelsOf(program).map((tasks) => tasks.map(described));
  if (terminal.json) terminal.data.line(plainJson({ reference, levels }, 2));
  else print(reference, levels, terminal);
  return exitCodes.ok;
};

interface PlannedTask {
  readonly task: string;
  readonly kind: string;
  /** For outside calls: what may be done after a crash. */
  readonly repeat?: string;
  readonly risk?: string;
}

function described({ path, metadata, ...node }: TaskNode): PlannedTask {
  return {
    task: path,
    kind: node.kind,
    ...(node.kind === 'call' && { repeat: node.repeat }),
    ...(metadata.risk !== undefined && { risk: metadata.risk }),
  };
}

function print(reference: string, levels: readonly (readonly PlannedTask[])[], { data }: Terminal): void {
  data.line(`${data.paint.bold(plainLine(reference))}  ${levels.length} ${levels.length === 1 ? 'level' : 'levels'}`);
  const width = String(levels.length).length;
  const names = Math.max(16, data.columns - width - 36);
  levels.forEach((tasks, index) => {
    tasks.forEach(({ task, kind, repeat, risk }, position) => {
      const level = (position === 0 ? String(index + 1) : '').padStart(width + 2);
      const more = [kind, repeat === undefined ? '' : `repeat ${repeat}`, risk === undefined ? '' : `risk ${risk}`];
      const note = more.filter((text) => text !== '').join(', ');
      data.line(`${data.paint.dim(level)}  ${fitWidth(plainLine(task), names)}  ${data.paint.dim(note)}`);
    });
  });
}
