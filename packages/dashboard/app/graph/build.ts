import type { Json, JsonObject } from '@batonhq/core';
import { isObject } from '../part/is-object.ts';

/** A task of a definition, as the graph shows it. */
export interface GraphNode {
  /** Names from the outside in, with slashes: what task keys are made of. */
  readonly path: string;
  readonly name: string;
  readonly kind: string;
  /** The path of what it stands in; empty for the definition's own tasks. */
  readonly parent: string;
  /** As the definition says it. */
  readonly task: JsonObject;
}

/** One task after another. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

/** What follows what in a definition. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

const kinds = ['call', 'do', 'emit', 'for', 'fork', 'listen', 'raise', 'run', 'set', 'switch', 'try', 'wait'];

interface Placing {
  readonly parent: string;
  /** Each comes after the one before it. */
  readonly isSequence: boolean;
}

/** The graph of a definition: tasks in sequence, branches beside each other, and what `metadata.after` says. */
export function graphOf(definition: JsonObject): Graph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const add = (tasks: Json | undefined, { parent, isSequence }: Placing): void => {
    let before: string | null = null;
    for (const [name, task] of entriesOf(tasks)) {
      const path = parent === '' ? escaped(name) : `${parent}/${escaped(name)}`;
      nodes.push({ path, name, kind: kindOf(task), parent, task });
      if (isSequence && before !== null) edges.push({ from: before, to: path });
      for (const other of afterOf(task)) edges.push({ from: parent === '' ? other : `${parent}/${other}`, to: path });
      inside(task, path);
      before = path;
    }
  };
  const inside = (task: JsonObject, path: string): void => {
    const fork = task['fork'];
    if (isObject(fork)) add(fork['branches'], { parent: path, isSequence: false });
    if (kindOf(task) === 'try') add(task['try'], { parent: path, isSequence: true });
    else if (Array.isArray(task['do'])) add(task['do'], { parent: path, isSequence: true });
    const caught = task['catch'];
    if (isObject(caught)) add(caught['do'], { parent: path, isSequence: true });
  };
  add(definition['do'], { parent: '', isSequence: true });
  return { nodes, edges };
}

/** The path of a task by the key of one of its instances: turns, iterations and attempts are left out. */
export function pathOfKey(key: string): string {
  return key.replaceAll(/#\d+|\[\d+\]|:(?:\d+|catch|undo)/g, '');
}

function entriesOf(tasks: Json | undefined): readonly (readonly [string, JsonObject])[] {
  if (!Array.isArray(tasks)) return [];
  return tasks.flatMap((item) => {
    const [entry] = isObject(item) ? Object.entries(item) : [];
    return entry !== undefined && isObject(entry[1]) ? [[entry[0], entry[1]] as const] : [];
  });
}

function kindOf(task: JsonObject): string {
  const found = kinds.find((kind) => Object.hasOwn(task, kind)) ?? 'task';
  if (found === 'do' && Object.hasOwn(task, 'for')) return 'for';
  return found;
}

function afterOf(task: JsonObject): readonly string[] {
  const metadata = task['metadata'];
  const after = isObject(metadata) ? metadata['after'] : undefined;
  return Array.isArray(after) ? after.filter((name) => typeof name === 'string').map(escaped) : [];
}

const marks: Readonly<Record<string, string>> = {
  '~': '~0',
  '/': '~1',
  '[': '~2',
  '#': '~3',
  ':': '~4',
  '|': '~5',
  ']': '~6',
};

/** A name as it stands in task keys. */
function escaped(name: string): string {
  return name.replaceAll(/[~/[\]#:|]/g, (mark) => marks[mark] ?? mark);
}
