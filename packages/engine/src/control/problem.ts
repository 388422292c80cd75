import { isJsonObject, type Diagnostic, type Json, type JsonObject } from '@batonhq/core';
import {
  ConflictError,
  DefinitionError,
  EngineClosedError,
  EngineUnavailableError,
  NotAllowedError,
  NotFoundError,
  OverloadedError,
  PayloadError,
} from '../errors.ts';
import { ExecutionDroppedError } from '../sqlite/execution-dropped-error.ts';
import { InvalidEventError } from '../event-bus/invalid-event-error.ts';

/** Problem details (RFC 9457), with what our own errors carry beside their message. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code?: string;
  readonly retryAfter?: number;
  readonly diagnostics?: readonly Diagnostic[];
}

const prefix = 'urn:baton:problem:';

/** A request that makes no sense, whatever the state of things. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
}

/** What an error looks like to whoever is at the other end of the socket. */
export function problemOf(error: unknown): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  const problem = (kind: string, status: number, title: string): Problem => ({
    type: prefix + kind,
    status,
    title,
    detail,
  });
  if (error instanceof NotFoundError) return problem('not-found', 404, 'Not found');
  if (error instanceof NotAllowedError) return problem('not-allowed', 403, 'Not allowed');
  if (error instanceof ExecutionDroppedError) return problem('dropped', 410, 'Gone');
  if (error instanceof ConflictError) return { ...problem('conflict', 409, 'Conflict'), code: error.code };
  if (error instanceof OverloadedError)
    return { ...problem('overloaded', 503, 'Overloaded'), retryAfter: error.retryAfter };
  if (error instanceof DefinitionError)
    return { ...problem('definition', 422, 'The definition is not valid'), diagnostics: error.diagnostics };
  if (error instanceof PayloadError) return problem('payload', 413, 'Too large');
  if (error instanceof InvalidEventError) return problem('event', 400, 'This is no CloudEvent');
  if (error instanceof RequestError) return problem('request', 400, 'Bad request');
  if (error instanceof EngineClosedError) return problem('closed', 503, 'Closing');
  if (error instanceof Error && error.name === 'VersionTakenError')
    return { ...problem('conflict', 409, 'Version taken'), code: 'version-taken' };
  return problem('engine', 500, 'The engine failed');
}

/** The error that a problem stood for. */
export function errorOf(problem: Json): Error {
  if (!isJsonObject(problem) || typeof problem['type'] !== 'string')
    return new EngineUnavailableError('whoever answered is no engine');
  const detail = typeof problem['detail'] === 'string' ? problem['detail'] : '';
  switch (problem['type'].slice(prefix.length)) {
    case 'event':
      return new InvalidEventError(detail);
    case 'not-found':
      return new NotFoundError(detail);
    case 'not-allowed':
      return new NotAllowedError(detail);
    case 'dropped':
      return new ExecutionDroppedError(detail);
    case 'conflict':
      return new ConflictError(conflictCode(problem), detail);
    case 'overloaded':
      return new OverloadedError(
        'requests at the owner',
        typeof problem['retryAfter'] === 'number' ? problem['retryAfter'] : 0,
      );
    case 'definition':
      return new DefinitionError(diagnosticsOf(problem));
    case 'payload':
      return new PayloadError(detail);
    case 'request':
      return new RequestError(detail);
    case 'closed':
      return new EngineClosedError();
    default:
      return new EngineUnavailableError(detail);
  }
}

const conflictCodes: readonly ConflictError['code'][] = [
  'terminal',
  'not-started',
  'not-suspended',
  'suspended',
  'not-ambiguous',
  'not-asked',
  'not-amendable',
  'decided',
  'already-started',
  'other-currency',
  'inbox-full',
  'different-request',
  'version-taken',
  'written-meanwhile',
  'not-active',
  'not-paused',
  'deleted',
  'too-many-open',
];

function conflictCode(problem: JsonObject): ConflictError['code'] {
  return conflictCodes.find((code) => code === problem['code']) ?? 'different-request';
}

function diagnosticsOf(problem: JsonObject): readonly Diagnostic[] {
  const list = problem['diagnostics'];
  return Array.isArray(list) ? list.flatMap((item: Json) => (isDiagnostic(item) ? [item] : [])) : [];
}

function isDiagnostic(value: unknown): value is Diagnostic {
  return (
    isJsonObject(value) &&
    typeof value['message'] === 'string' &&
    typeof value['line'] === 'number' &&
    typeof value['pointer'] === 'string'
  );
}
