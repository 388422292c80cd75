import type { Json } from '../../client.ts';
import { ProblemError } from '../../client.ts';
import { isObject } from '../../part/is-object.ts';
import { textAt } from '../../part/text-at.ts';
import type { Remark } from '../../part/code-editor.tsx';
import { taskProblemsOf } from './plan-problems.tsx';

/** What the server found wrong with a text, by its lines. */
export function remarksOf(error: Error | null, text: string): readonly Remark[] {
  if (error === null) return [];
  const diagnostics = error instanceof ProblemError ? error.problem['diagnostics'] : undefined;
  if (Array.isArray(diagnostics)) return diagnostics.flatMap(remarkIn);
  const problems = taskProblemsOf(error);
  if (problems.length === 0) return [{ line: lineIn(error.message), message: error.message }];
  return problems.map(({ task, place, message, expected }) => ({
    line: task === null ? null : lineOfTask(text, task),
    message: [place === '' ? '' : `${place}: `, message, expected === '' ? '' : `. Expected: ${expected}`].join(''),
  }));
}

function remarkIn(value: Json): readonly Remark[] {
  if (!isObject(value)) return [];
  const { line } = value;
  const parts = ['message', 'expected', 'hint'].map((name) => textAt(value, name));
  return [
    {
      line: typeof line === 'number' && line > 0 ? line : null,
      message: parts.filter((part) => part !== '').join('. '),
    },
  ];
}

/** Messages of parsers say `at line 3`. */
function lineIn(message: string): number | null {
  const [, line] = /\bline (\d+)/.exec(message) ?? [];
  return line === undefined ? null : Number(line);
}

/** Where a task stands in YAML: `- name:` at the beginning of a line. */
function lineOfTask(text: string, task: string): number | null {
  const index = text.split('\n').findIndex((line) => {
    const [, name] = /^\s*-\s+(?:"([^"]+)"|'([^']+)'|([^:]+)):/.exec(line)?.filter((part) => part !== undefined) ?? [];
    return name?.trim() === task;
  });
  return index < 0 ? null : index + 1;
}
