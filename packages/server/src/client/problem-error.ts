import type { JsonObject } from '@batonhq/core';

/** What the server said was wrong, as problem details (RFC 9457). 503 and 429 may be tried again, others not. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  /** Everything it said, members of its own too. */
  readonly problem: JsonObject;
  /** Milliseconds after which it may be tried again; null when nothing was said of that. */
  readonly retryAfter: number | null;

  constructor(status: number, problem: JsonObject, retryAfter: number | null = null) {
    const { detail, title } = problem;
    super(typeof detail === 'string' ? detail : typeof title === 'string' ? title : `the server answered ${status}`);
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** Reads an answer that is no success. */
export async function problemIn(answer: Response): Promise<ProblemError> {
  const text = await answer.text();
  const seconds = Number(answer.headers.get('retry-after') ?? NaN);
  return new ProblemError(answer.status, objectIn(text), Number.isFinite(seconds) ? seconds * 1_000 : null);
}

function objectIn(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}
