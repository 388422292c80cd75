import { BuilderError } from './builder-error.ts';
import { reference, type Ref } from './expression/reference.ts';

/** The types of what the expressions of a task see. */
export interface Scope {
  /** What flows in. */
  readonly input: unknown;
  /** What the tasks so far exported. */
  readonly context: unknown;
  /** Variables of the loops and catches around, by name. */
  readonly variables: object;
  /** Names of the secrets in `use.secrets`. */
  readonly secrets: string;
}

/** A moment as expressions see it. */
export interface Moment {
  readonly iso8601: string;
  readonly epoch: { readonly seconds: number; readonly milliseconds: number };
}

/** `$workflow`. */
export interface WorkflowFacts {
  /** The id of the execution. */
  readonly id: string;
  /** What came in, before `input.from`. */
  readonly input: unknown;
  readonly startedAt: Moment;
}

/** `$task`. */
export interface TaskFacts {
  readonly name: string;
  readonly reference: string;
  readonly startedAt: Moment;
}

/** What an expression of a task may use; destructure what you need. */
export type Sees<S extends Scope> = {
  readonly input: Ref<S['input']>;
  readonly context: Ref<S['context']>;
  readonly workflow: Ref<WorkflowFacts>;
  readonly task: Ref<TaskFacts>;
} & { readonly [Name in keyof S['variables']]: Ref<S['variables'][Name]> };

/** The same where a value is computed at the last moment and never recorded. */
export type SeesSecrets<S extends Scope> = Sees<S> & {
  readonly secrets: { readonly [Name in S['secrets']]: Ref<string> };
};

/** The same once the task has put something out. */
export type SeesOutput<S extends Scope, Out> = Sees<S> & { readonly output: Ref<Out> };

/** The jq of names that depend on where an expression stands; all other names are variables. */
export type Standing = Readonly<Record<string, string>>;

/** In the task itself, and in its `if` and `input.from`: the value it is evaluated on is the input. */
export const inTask: Standing = { input: '.' };

/** What a selector is called with. */
export function seen<T extends object>(standing: Standing): T;
export function seen(standing: Standing): object {
  return new Proxy(
    {},
    {
      get: (_nothing, name) =>
        typeof name === 'symbol' ? undefined : reference({ jq: standing[name] ?? `$${name}`, isTerm: true }),
    },
  );
}

const reserved = [
  'input',
  'output',
  'context',
  'workflow',
  'task',
  'runtime',
  'secrets',
  'authorization',
  'data',
  'seen',
];

/** The name of a variable, unless it means something else already. */
export function variableName(name: string): string {
  if (reserved.includes(name)) throw new BuilderError(`a variable cannot be called "${name}": that name has a meaning`);
  return name;
}
