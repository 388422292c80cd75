import { z } from 'zod';
import { closest } from '../definition/closest.ts';
import { duration, type Duration } from '../definition/schema/duration.ts';
import { completed, foundProblems } from '../definition/schema/found-problem.ts';
import { choose, strict } from '../definition/schema/parts.ts';
import { json } from '../definition/schema/text.ts';
import { parseDuration } from '../kernel/duration.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Compilation, Site } from './compilation.ts';
import type { TaskMetadata } from './metadata.ts';
import { lookUp } from './references.ts';

const positive = z
  .number()
  .refine((value) => value >= 0, 'a number, 0 or more')
  .optional();

/** Milliseconds, or a duration. */
const time = choose<number | Duration>((value) =>
  typeof value === 'number' ? { schema: z.number() } : { schema: duration },
).optional();

const shape = strict({
  after: z.array(z.string()).optional(),
  requires: z.boolean().optional(),
  risk: z.enum(['low', 'medium', 'high']).optional(),
  approval: strict({
    when: z.string().optional(),
    roles: z.array(z.string()).optional(),
    quorum: z
      .number()
      .refine((value) => Number.isInteger(value) && value >= 1, 'a whole number, 1 or more')
      .optional(),
    expires: time,
  }).optional(),
  compensate: z.string().optional(),
  repeat: z.enum(['safe', 'keyed', 'probe', 'never']).optional(),
  probe: z.string().optional(),
  budget: strict({
    money: positive,
    tokens: positive,
    calls: positive,
    time,
    onExceeded: z.enum(['ask', 'fault']).optional(),
  }).optional(),
  lock: strict({ key: z.string().min(1, 'a key'), ttl: time }).optional(),
  priority: z
    .number()
    .refine((value) => Number.isInteger(value) && value >= 1 && value <= 10, 'a whole number from 1 to 10')
    .optional(),
  onFault: z.enum(['revise']).optional(),
  short: z.boolean().optional(),
  pinned: strict({ hash: z.string(), summary: json }).optional(),
  history: choose<boolean | number | Duration>((value) =>
    typeof value === 'boolean'
      ? { schema: z.boolean() }
      : typeof value === 'number'
        ? { schema: z.number() }
        : { schema: duration },
  ).optional(),
});

const names = Object.keys(shape.shape);

/** Reads the members of `metadata` that mean something; all others are kept as they are. */
export function taskMetadata(compilation: Compilation, metadata: JsonObject | undefined, site: Site): TaskMetadata {
  if (metadata === undefined) return { other: {} };
  const entries = Object.entries(metadata);
  const other = Object.fromEntries(entries.filter(([name]) => !names.includes(name)));
  const result = shape.safeParse(Object.fromEntries(entries.filter(([name]) => names.includes(name))));
  warnOfMisspellings(compilation, other, site);
  if (!result.success) {
    for (const found of result.error.issues.flatMap((issue) => foundProblems(issue, metadata))) {
      compilation.report([...site.path, ...found.path], completed(found), { aspect: found.aspect });
    }
    return { other };
  }
  const known = withMilliseconds(result.data);
  checkNames(compilation, known, site);
  return { ...known, other };
}

function warnOfMisspellings(compilation: Compilation, other: JsonObject, site: Site): void {
  for (const name of Object.keys(other)) {
    const near = closest(name, names);
    if (near === undefined) continue;
    const problem = { message: `metadata "${name}" has no meaning here`, hint: `did you mean "${near}"?` };
    compilation.report([...site.path, name], problem, { severity: 'warning', aspect: 'key' });
  }
}

type Known = Omit<TaskMetadata, 'other'>;

function withMilliseconds(data: z.output<typeof shape>): Known {
  const { approval, budget, lock, history, ...rest } = data;
  return present({
    ...rest,
    approval: approval && present({ ...approval, expires: milliseconds(approval.expires) }),
    budget: budget && present({ ...budget, time: milliseconds(budget.time) }),
    lock: lock && present({ ...lock, ttl: milliseconds(lock.ttl) }),
    history: historyOf(history),
  });
}

function historyOf(value: boolean | number | Duration | undefined): TaskMetadata['history'] | undefined {
  if (typeof value === 'boolean') return value ? 'all' : undefined;
  return milliseconds(value);
}

function milliseconds(value: number | Duration | undefined): number | undefined {
  if (value === undefined || typeof value === 'number') return value;
  return parseDuration(typeof value === 'string' ? value : present(value)) ?? undefined;
}

/** A type whose members may be absent but not undefined. */
type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Leaves out the members that are undefined. */
function present<T extends object>(value: T): Present<T>;
function present(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}

function checkNames(compilation: Compilation, metadata: Known, site: Site): void {
  for (const member of ['compensate', 'probe'] as const) {
    const name = metadata[member];
    if (name !== undefined)
      lookUp(compilation, {
        section: 'functions',
        members: compilation.workflow.use?.functions,
        name,
        path: [...site.path, member],
      });
  }
  checkProbe(compilation, metadata.probe, site);
  if (metadata.repeat === 'probe' && metadata.probe === undefined) {
    const problem = { message: 'repeat: probe needs a probe', hint: 'name a task of use.functions in metadata.probe' };
    compilation.report([...site.path, 'repeat'], problem);
  }
}

/** A probe is asked as one step, while the task that it is about stands still. */
function checkProbe(compilation: Compilation, name: string | undefined, site: Site): void {
  const functions = compilation.workflow.use?.functions ?? {};
  const probe = name === undefined || !Object.hasOwn(functions, name) ? undefined : functions[name];
  if (probe === undefined) return;
  const isStep = 'run' in probe || ('call' in probe && !Object.hasOwn(functions, probe.call));
  const isLocked = probe.metadata?.['lock'] !== undefined;
  if (isStep && !isLocked) return;
  const message = isLocked ? `the probe "${name}" waits for a lock` : `the probe "${name}" is not one call`;
  compilation.report([...site.path, 'probe'], {
    message,
    expected: 'a task that calls or runs something, without a lock of its own',
  });
}
