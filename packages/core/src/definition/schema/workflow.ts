import { z } from 'zod';
import { authentication } from './authentication.ts';
import { input, output } from './data.ts';
import { duration } from './duration.ts';
import { endpoint } from './endpoint.ts';
import { eventStrategy } from './event.ts';
import { choose, mustBe, nonEmpty, strict } from './parts.ts';
import { problemDetails } from './problem-details.ts';
import { retry } from './retry.ts';
import { task, taskList } from './task.ts';
import { anyMap, expression, hostLabel, semanticVersion, text } from './text.ts';
import { referableTimeout, timeout } from './timeout.ts';
import { isJsonObject } from '../../kernel/json.ts';

const dslVersion = semanticVersion.refine(
  (version) => version.startsWith('1.0.'),
  'version 1.0 of the language, such as 1.0.3',
);

const header = strict({
  dsl: dslVersion,
  namespace: hostLabel,
  name: hostLabel,
  version: semanticVersion,
  title: text.optional(),
  summary: text.optional(),
  tags: anyMap.optional(),
  metadata: anyMap.optional(),
});

/** Kinds of tasks that an extension can extend. */
const extended = z.enum([
  'call',
  'composite',
  'emit',
  'extension',
  'for',
  'listen',
  'raise',
  'run',
  'set',
  'switch',
  'try',
  'wait',
  'all',
]);

const extension = strict({
  extend: extended,
  when: expression.optional(),
  before: taskList.optional(),
  after: taskList.optional(),
});

/** An extension as written. */
export type Extension = z.output<typeof extension>;

const extensionItem = choose<Record<string, Extension>>((value) => {
  if (isJsonObject(value) && Object.keys(value).length === 1) return { schema: z.record(z.string(), extension) };
  return mustBe(value, 'one named extension: - name: { extend: … }');
});

const use = strict({
  authentications: z.record(z.string(), authentication).optional(),
  catalogs: z.record(z.string(), strict({ endpoint })).optional(),
  errors: z.record(z.string(), problemDetails).optional(),
  extensions: z.array(extensionItem).optional(),
  functions: z.record(z.string(), task).optional(),
  retries: z.record(z.string(), retry).optional(),
  secrets: z.array(text).optional(),
  timeouts: z.record(z.string(), timeout).optional(),
});

const cron = z.string().regex(/^(@\w+|\S+(\s+\S+){4,6})$/, 'a cron expression: five fields, such as "0 6 * * 1-5"');

const schedule = nonEmpty(
  strict({
    every: duration.optional(),
    cron: cron.optional(),
    after: duration.optional(),
    on: eventStrategy.optional(),
  }),
  'a map with one of: every, cron, after, on',
);

const evaluate = strict({ language: text.optional(), mode: z.enum(['strict', 'loose']).optional() });

/** A whole definition. */
export const workflow = strict({
  document: header,
  input: input.optional(),
  use: use.optional(),
  do: taskList,
  timeout: referableTimeout.optional(),
  output: output.optional(),
  schedule: schedule.optional(),
  evaluate: evaluate.optional(),
});

/** A definition as written: every property of the language, nothing else. */
export type Workflow = z.output<typeof workflow>;
