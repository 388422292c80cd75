import {
  faultToJson,
  type CloudEvent,
  type DefinitionReference,
  type Fault,
  type Json,
  type JsonObject,
  type Recorded,
  type TaskKey,
} from '@batonhq/core';

/** What lifecycle events say of an execution beside what happened to it. */
export interface LifecycleSubject {
  readonly execution: string;
  readonly definition: DefinitionReference;
  /** JSON Pointer of a task in the definition. */
  reference(task: TaskKey): string;
  /** Tasks that were open at this moment, and what correlated events had in common: found by reading the past. */
  openTasks(): Promise<readonly TaskKey[]>;
  correlation(task: TaskKey): Promise<JsonObject | null>;
}

/** Which lifecycle events are published: those of executions, or those of their tasks too. */
export type LifecycleLevel = 'executions' | 'tasks';

interface Told {
  readonly type: string;
  readonly data: JsonObject;
}

const prefix = 'io.serverlessworkflow.';

/** The CloudEvents by which the language tells others about one event of an execution; their ids are the same every time. */
export async function lifecycleEvents(
  { seq, at, event }: Recorded,
  subject: LifecycleSubject,
  level: LifecycleLevel,
): Promise<readonly CloudEvent[]> {
  const { execution, definition } = subject;
  const time = new Date(at).toISOString();
  const told = [
    ...ofExecution(event, { subject, time }),
    ...(await ofCorrelation(event, { subject, time })),
    ...(level === 'tasks' ? await ofTasks(event, { subject, time }) : []),
  ];
  return told.map(({ type, data }, index): CloudEvent => ({
    specversion: '1.0',
    id: `${execution}/${seq}/${index}`,
    source: `baton://${definition.namespace}/${definition.name}`,
    type: `${prefix}${type}.v1`,
    subject: execution,
    time,
    datacontenttype: 'application/json',
    data,
  }));
}

interface Moment {
  readonly subject: LifecycleSubject;
  readonly time: string;
}

function ofExecution(event: Recorded['event'], { subject, time }: Moment): readonly Told[] {
  const name = qualifiedName(subject);
  const { namespace, name: definitionName, version } = subject.definition;
  switch (event.kind) {
    case 'execution.started':
      return [
        told('workflow.started', { name, definition: { namespace, name: definitionName, version }, startedAt: time }),
      ];
    case 'execution.suspended':
      return [told('workflow.suspended', { name, suspendedAt: time })];
    case 'execution.resumed':
      return [told('workflow.resumed', { name, resumedAt: time })];
    case 'execution.cancelled':
      return [told('workflow.cancelled', { name, cancelledAt: time })];
    case 'execution.faulted':
      return [told('workflow.faulted', { name, faultedAt: time, error: errorOf(event.fault) })];
    case 'execution.completed':
      return [told('workflow.completed', { name, completedAt: time, ...outputOf(event.output) })];
    default:
      return [];
  }
}

/** A task that correlates tells so when it begins and when it has what it needs. */
async function ofCorrelation(event: Recorded['event'], { subject, time }: Moment): Promise<readonly Told[]> {
  if (event.kind !== 'task.started' && event.kind !== 'task.completed') return [];
  const correlationKeys = await subject.correlation(event.task);
  if (correlationKeys === null) return [];
  const name = qualifiedName(subject);
  if (event.kind === 'task.started') return [told('workflow.correlation-started', { name, startedAt: time })];
  return [told('workflow.correlation-completed', { name, completedAt: time, correlationKeys })];
}

async function ofTasks(event: Recorded['event'], { subject, time }: Moment): Promise<readonly Told[]> {
  const workflow = qualifiedName(subject);
  const about = (task: TaskKey): JsonObject => ({ workflow, task: subject.reference(task) });
  switch (event.kind) {
    case 'task.started':
      return [
        told('task.created', { ...about(event.task), createdAt: time }),
        told('task.started', { ...about(event.task), startedAt: time }),
      ];
    case 'attempt.started':
      return [told('task.retried', { ...about(event.task), retriedAt: time })];
    case 'task.completed':
      return [told('task.completed', { ...about(event.task), completedAt: time, ...outputOf(event.output) })];
    case 'task.faulted':
      return [told('task.faulted', { ...about(event.task), faultedAt: time, error: errorOf(event.fault) })];
    case 'task.cancelled':
      return [told('task.cancelled', { ...about(event.task), cancelledAt: time })];
    case 'execution.suspended':
      return (await subject.openTasks()).map((task) => told('task.suspended', { ...about(task), suspendedAt: time }));
    case 'execution.resumed':
      return (await subject.openTasks()).map((task) => told('task.resumed', { ...about(task), resumedAt: time }));
    default:
      return [];
  }
}

/** The qualified name of an execution, as the language has it. */
function qualifiedName({ execution, definition: { name, namespace } }: LifecycleSubject): string {
  return `${name}-${execution}.${namespace}`;
}

function told(type: string, data: JsonObject): Told {
  return { type, data };
}

function outputOf(output: Json | undefined): JsonObject {
  return output === undefined ? {} : { output };
}

function errorOf(fault: Fault): Json {
  return faultToJson(fault);
}
