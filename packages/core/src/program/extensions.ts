import type { Task } from '../definition/schema/task.ts';
import type { Extension, Workflow } from '../definition/schema/workflow.ts';
import type { Computed } from '../expression/evaluator.ts';
import { FaultError } from '../kernel/fault.ts';
import { isJsonObject } from '../kernel/json.ts';
import { jsonPointer } from '../kernel/json-pointer.ts';
import { inside, siteIn, type Compilation, type Surroundings, type TaskBody } from './compilation.ts';
import { acquire, lease } from './lock.ts';
import type { TaskBase, TaskNode } from './task-node.ts';
import { taskPath } from './task-path.ts';

/** An extension with its name and its place in `use.extensions`. */
interface NamedExtension {
  readonly name: string;
  readonly index: number;
  readonly extension: Extension;
}

function allExtensions(workflow: Workflow): readonly NamedExtension[] {
  return (workflow.use?.extensions ?? []).flatMap((item, index) =>
    Object.entries(item).map(([name, extension]) => ({ name, index, extension })),
  );
}

/** The extensions of a task. Tasks of extensions are extended by those of `extend: extension` only. */
export function extensionsOf(
  workflow: Workflow,
  task: Task,
  { extending }: Pick<Surroundings, 'extending'>,
): readonly NamedExtension[] {
  if (extending === 'nothing') return [];
  return allExtensions(workflow).filter(({ extension: { extend, before, after } }) => {
    if (before === undefined && after === undefined) return false;
    return extending === 'extensions' ? extend === 'extension' : extendsTask(extend, task);
  });
}

/** What an extension calls a task: its keyword, or `composite` for those that hold tasks and nothing else. */
function extendsTask(extend: Extension['extend'], task: Task): boolean {
  if (extend === 'all') return true;
  if (extend === 'composite') return 'fork' in task || ('do' in task && !('for' in task));
  return extend === 'for' || !('for' in task) ? extend in task : false;
}

/** A task to extend. */
export interface Extending {
  readonly base: TaskBase;
  readonly around: Surroundings;
  readonly extensions: readonly NamedExtension[];
  /** Compiles what is particular to the task, for the place it gets. */
  readonly bodyIn: (place: Pick<TaskNode, 'index' | 'path'>) => TaskBody;
}

/**
 * A `do` in place of the task: getting its lock, what its extensions do before, the task itself, what they do after in
 * reverse order. What flows in and out, when and how long belongs to the whole; what its step may do belongs to the task
 * itself.
 */
export function extendTask(compilation: Compilation, { base, around, extensions, bodyIn }: Extending): TaskNode {
  const { after, requires, other, ...own } = base.metadata;
  const within = { ...around, parent: base.index, prefix: base.path };
  const lock = base.metadata.lock === undefined ? [] : [acquire(compilation, base, around)];
  const before = extensions.flatMap((one) => aside(compilation, one, { around: within, part: 'before' }));
  const itself = compilation.place((index) => {
    const { name, reference, definition } = base;
    const place = { index, path: taskPath(base.path, name) };
    const asks = base.approvalWhen === undefined ? {} : { approvalWhen: base.approvalWhen };
    const inner = { ...place, parent: base.index, name, reference, definition, extended: true, ...asks } as const;
    const plain = { input: {}, output: {}, export: {}, then: { kind: 'continue' } } as const;
    return { ...inner, ...plain, ...lease(base), metadata: { ...own, other }, ...bodyIn(place) };
  });
  const behind = extensions.toReversed().flatMap((one) => aside(compilation, one, { around: within, part: 'after' }));
  const metadata = { other, ...(after !== undefined && { after }), ...(requires !== undefined && { requires }) };
  return { ...base, metadata, kind: 'do', sequence: { tasks: [...lock, ...before, itself, ...behind] } };
}

/** What an extension does on one side of a task; nothing, when it does nothing there. */
function aside(
  compilation: Compilation,
  { name, index, extension }: NamedExtension,
  { around, part }: { readonly around: Surroundings; readonly part: 'before' | 'after' },
): readonly number[] {
  const tasks = extension[part];
  if (tasks === undefined) return [];
  const place = inside({ ...around, path: [], variables: new Set() }, ['use', 'extensions', index, name]);
  const written = compilation.written(place.path);
  const condition = conditionOf(compilation, extension, place);
  const node = (own: number): TaskNode => {
    const path = taskPath(around.prefix, `${part}-${name}`);
    const extending = around.extending === 'extensions' ? 'nothing' : 'extensions';
    const within = { ...inside(place, [part]), parent: own, prefix: path, extending } as const;
    return {
      kind: 'do',
      aside: part,
      index: own,
      ...(around.parent !== undefined && { parent: around.parent }),
      name: `${part}-${name}`,
      path,
      reference: jsonPointer([...place.path, part]),
      definition: isJsonObject(written) ? written : {},
      ...(condition !== undefined && { if: condition }),
      input: {},
      output: {},
      export: {},
      then: { kind: 'continue' },
      metadata: { other: {} },
      sequence: compilation.sequence(tasks, within),
    };
  };
  return [compilation.place(node)];
}

/**
 * The condition is one question, whichever side of the task asks it: about what flowed into the task. One that cannot be
 * asked of a task (of the address of a call that has none, say) does not hold for it.
 */
function conditionOf(compilation: Compilation, { when }: Extension, place: Surroundings): Computed | undefined {
  if (when === undefined) return undefined;
  const condition = compilation.computed(when, siteIn(place, 'when'));
  return {
    ...condition,
    evaluate(input, scope) {
      const task = scope('task');
      try {
        return condition.evaluate(isJsonObject(task) ? (task['input'] ?? null) : input, scope);
      } catch (error) {
        if (error instanceof FaultError) return false;
        throw error;
      }
    },
  };
}

/** Checks the tasks and conditions of all extensions. */
export function checkExtensions(compilation: Compilation, around: Surroundings): void {
  for (const { name, index, extension } of allExtensions(compilation.workflow)) {
    const within: Surroundings = inside({ ...around, prefix: `:extensions/${index}`, extending: 'nothing' }, [
      'use',
      'extensions',
      index,
      name,
    ]);
    if (extension.when !== undefined) compilation.expression(extension.when, siteIn(within, 'when'));
    if (extension.before !== undefined) compilation.sequence(extension.before, inside(within, ['before']));
    if (extension.after !== undefined) compilation.sequence(extension.after, inside(within, ['after']));
  }
}
