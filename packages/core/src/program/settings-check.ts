import type { Compilation } from './compilation.ts';

/** Checks `evaluate`: it says how expressions are read, before there is a task. */
export function checkSettings(compilation: Compilation): void {
  const { evaluate } = compilation.workflow;
  if (evaluate?.language === undefined || evaluate.language === 'jq') return;
  const problem = { message: `expressions in "${evaluate.language}" are not supported`, expected: 'jq' };
  compilation.report(['evaluate', 'language'], problem);
}
