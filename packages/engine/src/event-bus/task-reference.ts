import { type Program, type TaskKey, type TaskNode } from '@batonhq/core';

const nodesByPath = new WeakMap<Program, ReadonlyMap<string, readonly TaskNode[]>>();

/** The compiled task of a task instance: its key without what makes the instance unique is its path in names. */
export function referenceOf(program: Program, key: TaskKey): TaskNode | undefined {
  const stage = key.slice(0, key.lastIndexOf('/') + 1).endsWith(':catch/') ? 'catch' : 'body';
  const path = key
    .split('/')
    .map((part) => part.replace(/[#:[].*$/, ''))
    .join('/');
  const nodes = pathsOf(program).get(path) ?? [];
  return (key.endsWith(':undo') ? undoing(program, nodes) : undefined) ?? ofStage(nodes, stage) ?? nodes[0];
}

/** Tasks of a `try` and of its `catch` may have the same names. */
function ofStage(nodes: readonly TaskNode[], stage: 'body' | 'catch'): TaskNode | undefined {
  return nodes.find(({ reference }) => (/\/catch\/do\/\d+\/[^/]*$/.test(reference) ? 'catch' : 'body') === stage);
}

function undoing(program: Program, nodes: readonly TaskNode[]): TaskNode | undefined {
  const name = nodes[0]?.metadata.compensate;
  return program.tasks[program.functions.get(name ?? '') ?? -1];
}

function pathsOf(program: Program): ReadonlyMap<string, readonly TaskNode[]> {
  const known = nodesByPath.get(program);
  if (known !== undefined) return known;
  const paths = new Map<string, TaskNode[]>();
  for (const node of program.tasks) {
    const same = paths.get(node.path);
    if (same === undefined) paths.set(node.path, [node]);
    else same.push(node);
  }
  nodesByPath.set(program, paths);
  return paths;
}
