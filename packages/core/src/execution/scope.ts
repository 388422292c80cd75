import { faultToJson } from '../kernel/fault.ts';
import type { Json } from '../kernel/json.ts';
import { triggerTime, type Scope } from '../expression/evaluator.ts';
import { lockVariable } from '../program/lock.ts';
import type { Program } from '../program/program.ts';
import type { TaskNode } from '../program/task-node.ts';
import { contextAt } from './branch-context.ts';
import { readAs } from './evolve-listen.ts';
import { chainTo, nodeOf, type Chain, type Running } from './frames.ts';
import type { Frame } from './state.ts';

/** What an expression of a task sees, beside the value it is evaluated on. */
export interface Sight {
  readonly chain: Chain;
  readonly key: string;
  readonly node: TaskNode;
  readonly startedAt: number;
  readonly rawInput: Json;
  readonly input?: Json;
  readonly rawOutput?: Json;
  readonly output?: Json;
  /** The context it sees, where that is not yet the one around it: a fork that joins. */
  readonly context?: Json;
}

/** The context that the expressions of a task see. */
export function contextOf(running: Running, { chain, key, context }: Sight): Json {
  return context === undefined ? contextAt(running, chain, key) : context;
}

/** Name and version that `$runtime` shows. */
export const runtime = { name: 'baton', version: '0.1', metadata: {} } as const;

/** The variables of a task's expressions; each is built only when an expression mentions it. */
export function taskScope(running: Running, sight: Sight): Scope {
  return (name) => {
    if (name === 'context') return contextOf(running, sight);
    if (name === 'input') return sight.input ?? null;
    if (name === 'output') return sight.output ?? null;
    if (name === triggerTime) return running.at ?? sight.startedAt;
    if (name === 'task') return describeTask(running.program, sight);
    return loopVariable(running.program, sight.chain, name) ?? workflowVariable(running, name);
  };
}

/** The variables of the expressions of an open task. */
export function frameScope(running: Running, frame: Frame): Scope {
  const chain = (chainTo(running, frame.key) ?? []).slice(0, -1);
  const { key, startedAt, rawInput, input } = frame;
  return taskScope(running, { chain, key, node: nodeOf(running.program, frame), startedAt, rawInput, input });
}

/** The variables of the workflow's own expressions. */
export function workflowScope(running: Running): Scope {
  return (name) => {
    if (name === 'context') return running.state.context;
    if (name === 'input') return running.state.transformed;
    if (name === triggerTime) return running.at ?? running.state.at;
    return workflowVariable(running, name);
  };
}

function workflowVariable({ program, state }: Running, name: string): Json {
  if (name === 'runtime') return runtime;
  if (name !== 'workflow') return null;
  return { id: state.id, definition: program.definition, input: state.input, startedAt: moment(state.startedAt) };
}

/** Variables of the loops and catches around a task, the innermost first. */
function loopVariable(program: Program, chain: Chain, name: string): Json | undefined {
  for (let index = chain.length - 1; index >= 0; index -= 1) {
    const frame = chain[index];
    const value = frame === undefined ? undefined : variableOf(program, frame, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function variableOf(program: Program, frame: Frame, name: string): Json | undefined {
  const node = nodeOf(program, frame);
  if (frame.kind === 'do') return name === lockVariable && frame.lock !== undefined ? { ...frame.lock } : undefined;
  if (frame.kind === 'for' && node.kind === 'for') {
    if (name === node.each) return frame.items[frame.index] ?? null;
    return name === node.at ? frame.index : undefined;
  }
  if (frame.kind === 'listen' && node.kind === 'listen' && node.foreach !== undefined) {
    if (name === node.foreach.item) return frame.current === null ? null : readAs(node.read, frame.current);
    return name === node.foreach.at ? frame.index : undefined;
  }
  if (frame.kind === 'try' && node.kind === 'try' && frame.stage === 'catch' && name === node.catch.as) {
    return frame.caught === null ? null : faultToJson(frame.caught);
  }
  return undefined;
}

function describeTask(program: Program, sight: Sight): Json {
  const aside = asideOf(program, sight);
  if (aside !== null) return describeExtended(nodeOf(program, aside.extended), aside);
  const { node } = sight;
  return {
    name: node.name,
    reference: node.reference,
    definition: node.definition,
    input: sight.rawInput,
    output: sight.rawOutput ?? null,
    startedAt: moment(sight.startedAt),
  };
}

/** What an extension does, and the extended task around it. */
interface Aside {
  readonly extended: Frame;
  /** What the extended task put out, once it has. */
  readonly output: Json;
}

function asideOf(program: Program, { chain, node, rawInput }: Sight): Aside | null {
  const last = chain.at(-1);
  if (last !== undefined && node.kind === 'do' && node.aside !== undefined)
    return { extended: last, output: node.aside === 'after' ? rawInput : null };
  for (let index = chain.length - 1; index > 0; index -= 1) {
    const [extended, frame] = [chain[index - 1], chain[index]];
    const around = frame?.kind === 'do' ? nodeOf(program, frame) : null;
    if (extended !== undefined && frame !== undefined && around?.kind === 'do' && around.aside !== undefined)
      return { extended, output: around.aside === 'after' ? frame.rawInput : null };
  }
  return null;
}

/** The extended task; the properties it was written with stand beside those of every task. */
function describeExtended(node: TaskNode, { extended, output }: Aside): Json {
  return {
    ...node.definition,
    name: node.name,
    reference: node.reference,
    definition: node.definition,
    input: extended.rawInput,
    output,
    startedAt: moment(extended.startedAt),
  };
}

/** A point in time as expressions see it. */
export function moment(at: number): Json {
  return { iso8601: new Date(at).toISOString(), epoch: { seconds: Math.floor(at / 1000), milliseconds: at } };
}
