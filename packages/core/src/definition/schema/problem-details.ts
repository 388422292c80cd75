import { z } from 'zod';
import { isJsonObject } from '../../kernel/json.ts';
import { choose, mustBe, nonEmpty, strict } from './parts.ts';
import { integer, isWrapped, text, uriOrExpression, wrappedExpression } from './text.ts';

const pointer = z
  .string()
  .regex(/^(\/([^~/]|~[01])*)*$/, 'a JSON Pointer such as /do/0/fetch, or an expression: ${ … }');

const pointerOrExpression = choose<string>((value) => {
  if (typeof value !== 'string') return mustBe(value, 'a JSON Pointer, or an expression: ${ … }');
  return { schema: isWrapped(value) ? wrappedExpression : pointer };
});

/** An error as problem details. */
export const problemDetails = strict({
  type: uriOrExpression,
  status: integer,
  instance: pointerOrExpression.optional(),
  title: text.optional(),
  detail: text.optional(),
});

/** An error as written. */
export type ProblemDetails = z.output<typeof problemDetails>;

/** An error, or the name of one in `use.errors`. */
export const referableProblem = choose<string | ProblemDetails>((value) => {
  if (typeof value === 'string') return { schema: text };
  return isJsonObject(value)
    ? { schema: problemDetails }
    : mustBe(value, 'an error with "type" and "status", or the name of one in use.errors');
});

/** Members that a caught error must have. */
export const problemFilter = nonEmpty(
  strict({
    type: text.optional(),
    status: integer.optional(),
    instance: text.optional(),
    title: text.optional(),
    detail: text.optional(),
    details: text.optional(),
  }),
  'at least one of: type, status, instance, title, detail',
);
