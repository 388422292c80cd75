import { isJsonObject, type Json } from './json.ts';

/**
 * A serialisable failure, recorded in the journal and visible to definitions: problem details (RFC 9457)
 * with `instance` as a JSON Pointer to the task that raised it.
 */
export interface Fault {
  readonly type: string;
  readonly status: number;
  readonly title?: string;
  readonly detail?: string;
  readonly instance?: string;
}

const standard = 'https://serverlessworkflow.io/spec/1.0.0/errors/';

/** The standard faults of the workflow language with their status codes, and one of Baton's own: `budget`. */
export const faultTypes = {
  configuration: { type: `${standard}configuration`, status: 400, title: 'Configuration error' },
  validation: { type: `${standard}validation`, status: 400, title: 'Validation error' },
  expression: { type: `${standard}expression`, status: 400, title: 'Expression error' },
  authentication: { type: `${standard}authentication`, status: 401, title: 'Authentication error' },
  authorization: { type: `${standard}authorization`, status: 403, title: 'Authorization error' },
  timeout: { type: `${standard}timeout`, status: 408, title: 'Timeout' },
  communication: { type: `${standard}communication`, status: 500, title: 'Communication error' },
  runtime: { type: `${standard}runtime`, status: 500, title: 'Runtime error' },
  budget: { type: 'urn:baton:error:budget', status: 402, title: 'Budget exceeded' },
} as const satisfies Record<string, Fault>;

/** The name of a kind of fault. */
export type FaultName = keyof typeof faultTypes;

/** Builds a standard fault; `status` overrides the standard one (an HTTP status, say). */
export function fault(name: FaultName, detail: string, more: { status?: number; instance?: string } = {}): Fault {
  return { ...faultTypes[name], detail, ...more };
}

/** Reads a fault from data that came from outside; anything else becomes a runtime fault that quotes it. */
export function faultFrom(value: Json): Fault {
  if (!isJsonObject(value) || typeof value['type'] !== 'string' || typeof value['status'] !== 'number') {
    return fault('runtime', `not a fault: ${JSON.stringify(value).slice(0, 200)}`);
  }
  const { title, detail, instance } = value;
  return {
    type: value['type'],
    status: value['status'],
    ...(typeof title === 'string' && { title }),
    ...(typeof detail === 'string' && { detail }),
    ...(typeof instance === 'string' && { instance }),
  };
}

/** The fault as JSON, for expressions and the journal. */
export function faultToJson(value: Fault): Json {
  return { ...value };
}

/** How the detail of a fault ends when an expression stopped it with words of its own. */
const check = ' (checked in ';

/** The detail of a fault together with the expression it came from: it is all that somebody far away may see. */
export function detailIn(
  detail: string,
  { source, isWorded }: { readonly source: string; readonly isWorded: boolean },
): string {
  return isWorded ? `${detail}${check}${source})` : `${detail} (in ${source})`;
}

/**
 * A fault in words for people: what happened, where it is known. Of an expression that says by `error("…")` what is wrong only that is
 * left; the expression itself stands in `detail`.
 *
 * @example
 * ```ts
 * import { fault, faultWords } from '@batonhq/core';
 *
 * console.log(faultWords(fault('timeout', 'nobody answered'))); // Timeout (408): nobody answered
 * ```
 */
export function faultWords({ type, title, status, detail }: Fault): string {
  const end = type === faultTypes.expression.type ? (detail ?? '').indexOf(check) : -1;
  if (detail !== undefined && end > 0) return detail.slice(0, end);
  return `${title ?? type} (${status})${detail === undefined ? '' : `: ${detail}`}`;
}

/** Thrown inside the pure core to unwind to the task that faults; `fault` is what gets recorded. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
  readonly fault: Fault;
  /** True when its words are those of whoever wrote the definition: `error("…")` in an expression. */
  readonly isWorded: boolean;

  constructor(fault: Fault, { isWorded = false }: { readonly isWorded?: boolean } = {}) {
    super(`${fault.title ?? fault.type}${fault.detail === undefined ? '' : `: ${fault.detail}`}`);
    this.fault = fault;
    this.isWorded = isWorded;
  }
}
