import { APICallError } from '@ai-sdk/provider';
import { EgressFailedError, EgressRefusedError } from '@batonhq/engine';
import { ModelError, type ModelFailure } from './model-error.ts';

const tooLong = /context.{0,20}(length|window)|too many tokens|prompt is too long|maximum.{0,20}tokens/i;

/** Turns whatever a provider's client throws into a {@link ModelError}. */
export function classifyError(error: unknown, reference: string): ModelError {
  if (error instanceof ModelError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode >= 400) {
    const failure = failureOf(error.statusCode, `${message} ${error.responseBody ?? ''}`);
    return new ModelError(
      failure,
      `${reference} answered ${error.statusCode}: ${message}`,
      waitOf(error.responseHeaders),
    );
  }
  if (isRefusedPlace(error)) return new ModelError('refused', `${reference}: ${message}`);
  if (wasNeverSent(error)) return new ModelError('unreachable', `${reference} was not reached: ${message}`);
  if (isTimeout(error)) return new ModelError('timeout', `${reference} did not answer in time`);
  return new ModelError('cut-off', `the answer of ${reference} broke off: ${message}`);
}

function failureOf(status: number, text: string): ModelFailure {
  if (status === 429) return 'rate-limited';
  if (status === 401 || status === 403) return 'authentication';
  if (status === 408 || status === 504) return 'timeout';
  if (status >= 500) return 'overloaded';
  return status === 413 || tooLong.test(text) ? 'context-too-long' : 'invalid-request';
}

/** `Retry-After` in seconds or as a date (RFC 9110), or in milliseconds as some providers send it. */
function waitOf(headers: Readonly<Record<string, string>> | undefined): number | null {
  const milliseconds = Number(headers?.['retry-after-ms']);
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds;
  const wanted = headers?.['retry-after'];
  if (wanted === undefined) return null;
  const seconds = Number(wanted);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const sent = Date.parse(headers?.['date'] ?? '');
  const until = Date.parse(wanted);
  return Number.isNaN(until) || Number.isNaN(sent) ? null : Math.max(0, until - sent);
}

/** The way out is closed: waiting does not open it. */
function isRefusedPlace(error: unknown): boolean {
  return error instanceof EgressRefusedError || (error instanceof Error && isRefusedPlace(error.cause));
}

const noConnection: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Where a connection broke later the provider may have answered, and charged for it. */
function wasNeverSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof EgressFailedError) return !error.wasSent;
  if ('code' in error && noConnection.has(error.code)) return true;
  return error instanceof AggregateError ? error.errors.every(wasNeverSent) : wasNeverSent(error.cause);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || isTimeout(error.cause));
}
