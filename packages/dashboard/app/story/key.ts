/*
 * Keys of tasks and steps, as the journal writes them: names with slashes between them, `[2]` for an iteration, `:1` for an
 * attempt of a `try`, `:catch`, `#1` for a second time around, `:undo` for a compensation, and `|` before a step of a
 * durable function.
 */

const marks: Readonly<Record<string, string>> = { 6: ']', 5: '|', 4: ':', 3: '#', 2: '[', 1: '/', 0: '~' };

/** A name as people wrote it. */
export function unescaped(name: string): string {
  return name.replaceAll(/~([0-6])/g, (mark, digit: string) => marks[digit] ?? mark);
}

/** The key of the task that a task or a step stands in; empty for what stands in the workflow itself. */
export function parentOf(key: string): string {
  const bar = key.indexOf('|');
  if (bar >= 0) return key.slice(0, bar);
  const slash = key.lastIndexOf('/');
  return slash < 0 ? '' : key.slice(0, slash).replace(/(?:\[\d+\]|:(?:\d+|catch))$/, '');
}

/** What a row of the timeline is called. */
export interface RowName {
  /** As its author wrote it. */
  readonly name: string;
  /** What tells it from others of that name: the iteration, the attempt, the turn; empty for most. */
  readonly which: string;
}

/** The name of a task or a step by its key. */
export function nameOf(key: string): RowName {
  const bar = key.indexOf('|');
  if (bar >= 0) return stepName(key.slice(bar + 1));
  const slash = key.lastIndexOf('/');
  const own = key.slice(slash + 1);
  const mark = own.search(/[#:[]/);
  const which = [scopeText(key.slice(0, Math.max(0, slash))), turnText(own), own.endsWith(':undo') ? 'undo' : ''];
  return {
    name: unescaped(mark < 0 ? own : own.slice(0, mark)),
    which: which.filter((part) => part !== '').join(', '),
  };
}

/** Names of steps stand behind the path of their branch and before their occurrence. */
function stepName(step: string): RowName {
  const own = step.slice(step.lastIndexOf('/') + 1);
  const at = own.lastIndexOf('#');
  const occurrence = at < 0 ? 0 : Number(own.slice(at + 1));
  const name = (at < 0 ? own : own.slice(0, at)).replaceAll('~2', '|').replaceAll('~1', '/').replaceAll('~0', '~');
  return { name, which: occurrence === 0 ? '' : `#${occurrence + 1}` };
}

function scopeText(prefix: string): string {
  const [, index, attempt] = /(?:\[(\d+)\]|:(\d+|catch))$/.exec(prefix) ?? [];
  if (index !== undefined) return `#${Number(index) + 1}`;
  if (attempt === undefined) return '';
  return attempt === 'catch' ? 'catch' : `attempt ${Number(attempt) + 1}`;
}

function turnText(own: string): string {
  const [, turn] = /#(\d+)/.exec(own) ?? [];
  return turn === undefined ? '' : `time ${Number(turn) + 1}`;
}
