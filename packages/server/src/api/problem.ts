import { problemOf, type Problem } from '@batonhq/engine/parts';
import { RefusalError } from './refusal.ts';

const titles: Readonly<Record<RefusalError['status'], string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  421: 'Misdirected request',
  429: 'Too many requests',
};

/** An error as problem details (RFC 9457). What went wrong inside stays inside: it is told to `failed`. */
export function answerToError(error: unknown, failed: (error: unknown) => void): Response {
  const problem = error instanceof RefusalError ? refusal(error) : problemOf(error);
  if (problem.status !== 500) return answer(problem);
  failed(error);
  return answer({ ...problem, detail: 'something went wrong inside; the log of the server says what' });
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
