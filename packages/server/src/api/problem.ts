import { problemOf, type Problem } from '@batonhq/engine/parts';
import { planningProblem } from './planning-problem.ts';
import { RefusalError } from './refusal.ts';

const titles: Readonly<Record<RefusalError['status'], string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  413: 'Too large',
  421: 'Misdirected request',
  429: 'Too many requests',
  503: 'Not available',
};

/** The status that an error is answered with. */
export function statusOf(error: unknown): number {
  return problemFor(error).status;
}

/** An error as problem details (RFC 9457). What went wrong inside stays inside: it is told to `failed`. */
export function answerToError(error: unknown, failed: (error: unknown) => void): Response {
  return answer(publicProblem(error, failed));
}

/** What of an error is said to whoever asked. */
export function publicProblem(error: unknown, failed: (error: unknown) => void): Problem {
  const problem = problemFor(error);
  if (problem.status !== 500) return problem;
  failed(error);
  return { ...problem, detail: 'something went wrong inside; the log of the server says what' };
}

function problemFor(error: unknown): Problem {
  return error instanceof RefusalError ? refusal(error) : (planningProblem(error) ?? problemOf(error));
}

function refusal({ status, message, retryAfter }: RefusalError): Problem {
  const type = `urn:baton:problem:${(titles[status] ?? '').toLowerCase().replaceAll(' ', '-')}`;
  return { type, status, title: titles[status], detail: message, ...(retryAfter !== undefined && { retryAfter }) };
}

function answer(problem: Problem): Response {
  const { status, retryAfter } = problem;
  const headers = new Headers({ 'content-type': 'application/problem+json' });
  if (retryAfter !== undefined) headers.set('retry-after', String(Math.max(1, Math.ceil(retryAfter))));
  if (status === 401) headers.set('www-authenticate', 'Bearer realm="baton"');
  return new Response(JSON.stringify(problem), { status, headers });
}
