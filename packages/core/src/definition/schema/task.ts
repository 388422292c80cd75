import { z } from 'zod';
import { isJsonObject } from '../../kernel/json.ts';
import { didYouMean } from '../closest.ts';
import { referableAuthentication } from './authentication.ts';
import { a2aCall, functionCall, grpcCall, httpCall, mcpCall, openapiCall } from './call.ts';
import { output } from './data.ts';
import { duration } from './duration.ts';
import { externalResource } from './endpoint.ts';
import { eventStrategy } from './event.ts';
import { emitTask, raiseTask, setTask, switchTask, waitTask } from './leaf-task.ts';
import { byKey, choose, listed, mustBe, nearKey, strict, wrong, type Choice } from './parts.ts';
import { problemFilter } from './problem-details.ts';
import { referableRetry } from './retry.ts';
import { runTask } from './run.ts';
import { taskBase } from './task-base.ts';
import { anyMap, expression, integer, text, wrappedExpression } from './text.ts';

/** One named task: a map with one member. */
export type TaskItem = Readonly<Record<string, Task>>;

/** Tasks with their names, in order. */
export interface TaskList extends ReadonlyArray<TaskItem> {}

/** Tasks that hold tasks are in this file, because they and the list of tasks define each other. */
const tasks: z.ZodType<TaskList> = z.lazy(() => taskList);

/** What to do with each consumed event or message. */
const iterator = strict({
  item: text.optional(),
  at: text.optional(),
  do: tasks.optional(),
  output: output.optional(),
  export: output.optional(),
});

const doTask = strict({ ...taskBase, do: tasks });

const forTask = strict({
  ...taskBase,
  for: strict({ each: text.optional(), in: expression, at: text.optional() }),
  while: expression.optional(),
  do: tasks,
});

const forkTask = strict({ ...taskBase, fork: strict({ branches: tasks, compete: z.boolean().optional() }) });

const listenTask = strict({
  ...taskBase,
  listen: strict({ to: eventStrategy, read: z.enum(['data', 'envelope', 'raw']).optional() }),
  foreach: iterator.optional(),
});

const tryTask = strict({
  ...taskBase,
  try: tasks,
  catch: strict({
    errors: strict({ with: problemFilter.optional() }).optional(),
    as: text.optional(),
    when: expression.optional(),
    exceptWhen: expression.optional(),
    retry: referableRetry.optional(),
    do: tasks.optional(),
  }),
});

const span = { for: duration.optional() };

const subscription = strict({
  filter: wrappedExpression.optional(),
  consume: byKey({
    amount: strict({ ...span, amount: integer }),
    while: strict({ ...span, while: wrappedExpression }),
    until: strict({ ...span, until: wrappedExpression }),
  }),
  foreach: iterator.optional(),
});

const protocols = z.enum([
  'amqp',
  'amqp1',
  'anypointmq',
  'googlepubsub',
  'http',
  'ibmmq',
  'jms',
  'kafka',
  'mercure',
  'mqtt',
  'mqtt5',
  'nats',
  'pulsar',
  'redis',
  'sns',
  'solace',
  'sqs',
  'stomp',
  'ws',
]);

const asyncapiBase = {
  document: externalResource,
  server: strict({ name: text, variables: anyMap.optional() }).optional(),
  protocol: protocols.optional(),
  authentication: referableAuthentication.optional(),
};

const message = strict({ payload: anyMap.optional(), headers: anyMap.optional() });

const asyncapiCall = strict({
  ...taskBase,
  call: z.literal('asyncapi'),
  with: byKey({
    operation: byKey({
      message: strict({ ...asyncapiBase, operation: text, message }),
      subscription: strict({ ...asyncapiBase, operation: text, subscription }),
    }),
    channel: byKey({
      message: strict({ ...asyncapiBase, channel: text, message }),
      subscription: strict({ ...asyncapiBase, channel: text, subscription }),
    }),
  }),
});

/** The protocols that `call` knows by name. */
export const protocolCalls = {
  http: httpCall,
  openapi: openapiCall,
  grpc: grpcCall,
  asyncapi: asyncapiCall,
  mcp: mcpCall,
  a2a: a2aCall,
} as const;

const callTask = choose<CallTask>((value) => {
  const name = isJsonObject(value) ? value['call'] : undefined;
  if (typeof name !== 'string' || !Object.hasOwn(protocolCalls, name)) return { schema: functionCall };
  const schema: z.ZodType<CallTask> | undefined = Object.entries(protocolCalls).find(
    ([protocol]) => protocol === name,
  )?.[1];
  return schema === undefined ? mustBe(name, 'the name of a function') : { schema };
});

/** The keyword of each kind, with its schema. */
const kinds = {
  call: callTask,
  do: doTask,
  emit: emitTask,
  for: forTask,
  fork: forkTask,
  listen: listenTask,
  raise: raiseTask,
  run: runTask,
  set: setTask,
  switch: switchTask,
  try: tryTask,
  wait: waitTask,
} as const;

const keywords = Object.keys(kinds);

/** A task of any kind, as written. */
export type Task =
  | CallTask
  | DoTask
  | EmitTask
  | ForTask
  | ForkTask
  | ListenTask
  | RaiseTask
  | RunTask
  | SetTask
  | SwitchTask
  | TryTask
  | WaitTask;

/** What an AsyncAPI call subscribes to. */
export type AsyncapiSubscription = z.output<typeof subscription>;

/** A `call`, as written. */
export type CallTask = z.output<(typeof protocolCalls)[keyof typeof protocolCalls]> | FunctionCall;
/** A `call` of a function, as written. */
export type FunctionCall = z.output<typeof functionCall>;
/** A `do`, as written. */
export type DoTask = z.output<typeof doTask>;
/** An `emit`, as written. */
export type EmitTask = z.output<typeof emitTask>;
/** A `for`, as written. */
export type ForTask = z.output<typeof forTask>;
/** A `fork`, as written. */
export type ForkTask = z.output<typeof forkTask>;
/** A `listen`, as written. */
export type ListenTask = z.output<typeof listenTask>;
/** A `raise`, as written. */
export type RaiseTask = z.output<typeof raiseTask>;
/** A `run`, as written. */
export type RunTask = z.output<typeof runTask>;
/** A `set`, as written. */
export type SetTask = z.output<typeof setTask>;
/** A `switch`, as written. */
export type SwitchTask = z.output<typeof switchTask>;
/** A `try`, as written. */
export type TryTask = z.output<typeof tryTask>;
/** A `wait`, as written. */
export type WaitTask = z.output<typeof waitTask>;

/** A task of any kind, chosen by its keyword. */
export const task: z.ZodType<Task> = choose<Task>((value): Choice<Task> => {
  if (!isJsonObject(value)) return mustBe(value, `a task: a map with one of: ${keywords.join(', ')}`);
  const present = keywords.filter(
    (keyword) => Object.hasOwn(value, keyword) && !(keyword === 'do' && Object.hasOwn(value, 'for')),
  );
  const [keyword, second] = present;
  if (second !== undefined)
    return wrong(`a task is of one kind, this one has ${listed(present)}`, {
      hint: 'split it into tasks of one kind each',
    });
  const schema: z.ZodType<Task> | undefined = Object.entries(kinds).find(([name]) => name === keyword)?.[1];
  if (schema !== undefined) return { schema };
  return wrong('the kind of the task is missing', {
    expected: `one of: ${keywords.join(', ')}`,
    ...nearKey(value, keywords),
  });
});

const taskItem = choose<TaskItem>((value) => {
  if (!isJsonObject(value)) return mustBe(value, 'a named task: - name: { … }');
  const names = Object.keys(value);
  const [name = ''] = names;
  if (names.length === 1 && !(keywords.includes(name) && !isJsonObject(value[name]))) return { schema: namedTask };
  const keyword = names.find((candidate) => keywords.includes(candidate));
  const expected = '- name: { … }';
  if (names.length > 1 && keyword !== undefined && keyword !== name)
    return wrong(`the task "${name}" and its properties are on one level`, {
      expected,
      hint: `indent the properties under "${name}"`,
    });
  if (keyword !== undefined)
    return wrong('the task has no name', { expected, hint: `write "- someName:" and indent "${keyword}" under it` });
  return wrong(names.length === 0 ? 'the task is empty' : 'a list item holds one task', {
    expected,
    ...didYouMean(name, keywords),
  });
});

const namedTask = z.record(z.string(), task);

const taskItems: z.ZodType<TaskList> = z.array(taskItem);

/** Tasks with their names, in order. */
export const taskList = choose<TaskList>((value) => {
  return Array.isArray(value) ? { schema: taskItems } : mustBe(value, 'a list of tasks: - name: { … }');
});
