import { isJsonObject, type JsonObject } from '@batonhq/core';
import type { Beginning, ContextOf, Course, EndsOf, Given, OutputOf, Within } from '../course.ts';
import type { Body } from '../flow.ts';
import { variableName, type Scope, type SeesOutput } from '../scope.ts';
import { tasksOf, type AnyBody } from '../start-flow.ts';
import type { Absent, Final, Rule } from '../task-options.ts';
import { anyWaiting, itemSchema, listenOf, type ReadAs, type Reading, type Until, type Waiting } from '../waiting.ts';
import { ruleWith, type AnyRule } from '../with-options.ts';
import type { Leave, Task } from './task.ts';

/** What is seen around the tasks that are done for an event: the event and its number. */
export type WithEvent<S extends Scope, Event, Item extends string, At extends string> = Within<
  S,
  { readonly [Name in Item]: Event } & { readonly [Name in At]: number }
>;

/** What is seen by those tasks themselves; the event is what flows into the first of them. */
export type InEvent<S extends Scope, Event, Item extends string, At extends string> = Given<
  WithEvent<S, Event, Item, At>,
  Event
>;

/** Rules that make something of what the tasks of an event put out, and of the context. */
interface EventRules<W extends Scope, Out, As, Checked, Exported> {
  /** What the event counts as in what `listen` puts out. */
  readonly output?: Rule<SeesOutput<W, Out>, As, Checked>;
  /** The context from here on, for the next event too: what is there has to stay of the same type. */
  readonly export?: Rule<SeesOutput<W, Final<Out, As, Checked>>, Exported, Absent>;
}

/** What to do with each event. Write `do` before `output`, `output` before `export`. */
export interface EachEvent<S extends Scope, Event, Item extends string, At extends string, B extends Course> {
  /** What the event is called inside, `item` by default. */
  readonly item?: Item;
  /** What its number is called, from 0 on; `index` by default. */
  readonly at?: At;
  /** The tasks, one event after the other. Left out, the event itself is what they would put out. */
  readonly do?: Body<InEvent<S, Event, Item, At>, B>;
}

/**
 * `listen`: waits for events, or signals of the same name. Puts out what is read of them in the order they came, checked
 * by the schemas of their kinds (unless `output.as` makes something else of it).
 *
 * With a second argument its tasks are done for each event, while later ones wait; then it puts out what they put out.
 *
 * @example
 * .do('payment', listen({ one: matching(paid, ({ data, input }) => eq(data.order, input.order)) }))
 * .do('readings', listen({ any: [measured], until: ({ seen }) => gte(count(seen), 5) }, {
 *   item: 'reading',
 *   do: (each) => each.do('keep', call(keep, ({ reading }) => ({ celsius: reading.celsius }))),
 * }))
 */
export function listen<
  S extends Scope,
  One = never,
  const Many extends readonly unknown[] = readonly [],
  const R extends Reading = 'data',
  Last = never,
  const Lasts extends readonly unknown[] = readonly [],
>(
  waiting: Waiting<S, One, Many, R> & Until<S, ReadAs<R, One | Many[number]>, Last, Lasts>,
): Task<S, readonly ReadAs<R, One | Many[number]>[]>;
export function listen<
  S extends Scope,
  One = never,
  const Many extends readonly unknown[] = readonly [],
  const R extends Reading = 'data',
  const Item extends string = 'item',
  const At extends string = 'index',
  B extends Course = Beginning<InEvent<S, ReadAs<R, One | Many[number]>, Item, At>>,
  As = Absent,
  Checked = Absent,
  Exported = Absent,
  Last = never,
  const Lasts extends readonly unknown[] = readonly [],
>(
  waiting: Waiting<S, One, Many, R> & Until<S, unknown, Last, Lasts>,
  each: EachEvent<S, ReadAs<R, One | Many[number]>, Item, At, B> &
    EventRules<WithEvent<S, ReadAs<R, One | Many[number]>, Item, At>, OutputOf<B>, As, Checked, Exported> &
    Steady<Final<ContextOf<B>, Exported, Absent>, S['context']>,
): Task<S, readonly Final<OutputOf<B>, As, Checked>[], S['context'] | Final<ContextOf<B>, Exported, Absent>, EndsOf<B>>;
export function listen(given: object, each?: AnyEach): Task<Scope, unknown, unknown, Leave> {
  const waiting = anyWaiting(given);
  const schema = itemSchema(waiting);
  const items = schema !== undefined && { output: { schema: { document: { type: 'array', items: schema } } } };
  return {
    definition: {
      listen: listenOf(waiting),
      ...(each === undefined ? items : { foreach: foreachOf(each, schema) }),
    },
  };
}

type Steady<After, Before> = [After] extends [Before]
  ? unknown
  : { readonly problem: 'the next event would find another context'; readonly after: After; readonly before: Before };

interface AnyEach {
  readonly item?: string;
  readonly at?: string;
  readonly do?: AnyBody;
  readonly output?: AnyRule;
  readonly export?: AnyRule;
}

function foreachOf(
  { item, at, do: body, output, export: exported }: AnyEach,
  schema: JsonObject | undefined,
): JsonObject {
  const standing = { input: '$input', output: '.' };
  const checked = schema === undefined || body !== undefined ? undefined : { schema: { document: schema } };
  const outputRule = ruleWith(checked, output, standing);
  const exportRule = ruleWith(undefined, exported, standing);
  return {
    ...(item !== undefined && { item: variableName(item) }),
    ...(at !== undefined && { at: variableName(at) }),
    ...(body !== undefined && { do: checking(tasksOf(body), schema) }),
    ...(outputRule !== undefined && { output: outputRule }),
    ...(exportRule !== undefined && { export: exportRule }),
  };
}

/** The event is what flows into the first task, so that is where it is checked, unless the task checks it itself. */
function checking(tasks: readonly JsonObject[], schema: JsonObject | undefined): readonly JsonObject[] {
  const [name, task] = Object.entries(tasks[0] ?? {})[0] ?? [];
  if (schema === undefined || name === undefined || !isJsonObject(task)) return tasks;
  const input = isJsonObject(task['input']) ? task['input'] : {};
  const first = { ...task, input: { schema: { document: schema }, ...input } };
  return [{ [name]: first }, ...tasks.slice(1)];
}
