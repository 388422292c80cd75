import { scanVariables } from '../expression/scan.ts';
import { unwrapExpression } from '../expression/template.ts';
import { callingAt } from '../execution/call-at.ts';
import { chainTo, nodeOf, programSequence, sequenceOf, type Chain } from '../execution/frames.ts';
import type { ExecutionState, Frame } from '../execution/state.ts';
import { isOperation } from '../execution/task-key.ts';
import type { GatedState } from '../gate/gated-state.ts';
import { isJsonObject, type Json } from '../kernel/json.ts';
import type { Program } from '../program/program.ts';
import type { TaskNode } from '../program/task-node.ts';
import { toldOrigins } from './told-origins.ts';
import type { ValueOrigin } from './value-origin.ts';

/** A step that people are asked about, where it stands. */
export interface AskedStep {
  readonly program: Program;
  readonly state: ExecutionState;
  readonly frame: Frame & { readonly kind: 'call' };
  readonly step: string;
  readonly gated: GatedState;
}

/**
 * Where each value of a call came from that people are asked about: every text, number and truth value of its arguments. Read off the
 * definition and what functions say about their calls; nothing is evaluated.
 */
export function valueOrigins(asked: AskedStep): readonly ValueOrigin[] {
  const { program, state, frame, step, gated } = asked;
  if (gated.amendedBy !== undefined) return [person(gated.amendedBy)];
  if (isOperation(step)) {
    const operation = callingAt(frame, step);
    const { effect } = frame;
    const performer = effect.kind === 'function' ? effect.name : frame.key;
    return toldOrigins(operation?.kind === 'call' ? operation : null, performer);
  }
  const node = nodeOf(program, frame);
  const chain = (chainTo({ program, state }, frame.key) ?? []).slice(0, -1);
  const sight = { program, state, chain, node };
  return writtenIn(node).flatMap(({ path, source }) => leavesOf(source, path, sight));
}

function person(by: string): ValueOrigin {
  return { path: 'input', from: 'person', source: by, text: `changed by ${by}` };
}

interface Written {
  readonly path: string;
  readonly source: Json;
}

interface Sight {
  readonly program: Program;
  readonly state: ExecutionState;
  readonly chain: Chain;
  readonly node: TaskNode;
}

/** The arguments of the task's call as they are written; `${ . }` where what flows in is the argument. */
function writtenIn(node: TaskNode): readonly Written[] {
  if (node.kind === 'emit') return [{ path: 'event', source: node.event.source }];
  if (node.kind !== 'call') return [];
  const { effect } = node;
  switch (effect.kind) {
    case 'function':
      return [{ path: 'input', source: effect.with?.source ?? flowing }];
    case 'workflow':
      return [{ path: 'input', source: effect.input?.source ?? flowing }];
    case 'http':
      return (['endpoint', 'headers', 'query', 'body'] as const).flatMap((name) => {
        const member = effect[name];
        return member === undefined ? [] : [{ path: name, source: member.source }];
      });
    case 'call':
    case 'process':
      return Object.entries(effect.members).map(([name, { source }]) => ({ path: `arguments.${name}`, source }));
    case 'lock':
    case 'unavailable':
      return [];
  }
}

const flowing = '${ . }';

function leavesOf(source: Json, path: string, sight: Sight): readonly ValueOrigin[] {
  if (Array.isArray(source)) return source.flatMap((item, index) => leavesOf(item, `${path}.${index}`, sight));
  if (isJsonObject(source))
    return Object.entries(source).flatMap(([name, member]) => leavesOf(member, `${path}.${name}`, sight));
  const expression = typeof source === 'string' ? unwrapExpression(source) : undefined;
  if (expression === undefined) return [{ path, from: 'definition', source: null, text: 'as the definition has it' }];
  return [{ path, ...expressionOrigin(expression, sight) }];
}

type Origin = Omit<ValueOrigin, 'path'>;

const ofContext = /\$context(?:\s*\.\s*([A-Za-z_]\w*)|\s*(?:\.\s*)?\[\s*"([^"\\]*)"\s*\])/g;
const ofSecrets = /\$secrets(?:\s*\.\s*([A-Za-z_]\w*)|\s*(?:\.\s*)?\[\s*"([^"\\]*)"\s*\])/g;

function expressionOrigin(expression: string, sight: Sight): Origin {
  const { mentioned } = scanVariables(expression);
  if (mentioned.includes('secrets') || mentioned.includes('authorization')) {
    const source = namesIn(expression, ofSecrets).join(', ') || 'authorization';
    return { from: 'secret', source, text: `the secret ${source}, read at the last moment` };
  }
  const tasks = namesIn(expression, ofContext);
  if (tasks.length > 0) return { from: 'task', source: tasks.join(', '), text: `what ${tasks.join(' and ')} put out` };
  if (mentioned.includes('context')) return { from: 'task', source: null, text: 'what tasks before put out' };
  if (readsFlow(expression) || mentioned.includes('input')) return flowOrigin(sight);
  if (mentioned.includes('workflow')) return ofInput;
  const loops = mentioned.filter((name) => name !== 'runtime' && name !== 'task');
  if (loops.length > 0)
    return { from: 'task', source: loops.join(', '), text: `$${loops.join(', $')} of what is around it` };
  return { from: 'computed', source: null, text: 'an expression of the definition' };
}

const ofInput: Origin = { from: 'input', source: null, text: 'the input of the execution' };

function namesIn(expression: string, pattern: RegExp): readonly string[] {
  return [...new Set([...expression.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? ''))];
}

/** True when it begins with what flows in, outside of texts: `.`, `.name`, `keys`. */
function readsFlow(expression: string): boolean {
  return /(?<![\w$\])"}])\s*\./.test(
    expression.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').replaceAll(/\$\w+(?:\s*\.\s*\w+)+/g, '$v'),
  );
}

/** What flows into a task: what the task before it put out, else what flowed into what is around it. */
function flowOrigin({ program, state, chain, node }: Sight): Origin {
  const around = [...chain].toReversed();
  for (const frame of around) {
    const before = frame.kind === 'fork' ? null : taskBefore(program, frame);
    if (before !== null) return putOut(before);
    if (frame.kind === 'for') return { from: 'task', source: frame.key, text: `an item of the loop ${frame.key}` };
  }
  const position = chain.length === 0 ? program.root.tasks.indexOf(node.index) : state.sequence.position;
  const before = program.tasks[program.root.tasks[position - 1] ?? -1];
  return before === undefined ? ofInput : putOut(before.name);
}

function putOut(task: string): Origin {
  return { from: 'task', source: task, text: `what ${task} put out` };
}

function taskBefore(program: Program, frame: Frame): string | null {
  const sequence = sequenceOf(frame);
  if (sequence === null) return null;
  const before = programSequence(program, frame).tasks[sequence.position - 1];
  const task = before === undefined ? undefined : program.tasks[before];
  return task === undefined || isLock(task) ? null : task.name;
}

/** Asking for a lock changes nothing of what flows. */
function isLock(task: TaskNode): boolean {
  return task.kind === 'call' && task.effect.kind === 'lock';
}
