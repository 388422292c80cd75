import { status, type ServiceError } from '@grpc/grpc-js';
import { fault, FaultError, type FaultName } from '@batonhq/core';
import { LostCallError } from '@batonhq/engine';

interface Meaning {
  readonly fault: FaultName;
  /** The HTTP status that says the same. */
  readonly status: number;
}

/** What the codes of gRPC mean as faults. */
const meanings: Readonly<Record<number, Meaning>> = {
  [status.CANCELLED]: { fault: 'communication', status: 499 },
  [status.UNKNOWN]: { fault: 'communication', status: 500 },
  [status.INVALID_ARGUMENT]: { fault: 'communication', status: 400 },
  [status.DEADLINE_EXCEEDED]: { fault: 'timeout', status: 408 },
  [status.NOT_FOUND]: { fault: 'communication', status: 404 },
  [status.ALREADY_EXISTS]: { fault: 'communication', status: 409 },
  [status.PERMISSION_DENIED]: { fault: 'authorization', status: 403 },
  [status.RESOURCE_EXHAUSTED]: { fault: 'communication', status: 429 },
  [status.FAILED_PRECONDITION]: { fault: 'communication', status: 400 },
  [status.ABORTED]: { fault: 'communication', status: 409 },
  [status.OUT_OF_RANGE]: { fault: 'communication', status: 400 },
  [status.UNIMPLEMENTED]: { fault: 'communication', status: 501 },
  [status.INTERNAL]: { fault: 'communication', status: 500 },
  [status.UNAVAILABLE]: { fault: 'communication', status: 503 },
  [status.DATA_LOSS]: { fault: 'communication', status: 500 },
  [status.UNAUTHENTICATED]: { fault: 'authentication', status: 401 },
};

/** Codes that this side makes up when no answer comes. */
const silent: readonly number[] = [status.CANCELLED, status.DEADLINE_EXCEEDED, status.UNAVAILABLE, status.INTERNAL];

/** What became of a call that did not end well: a fault, or nobody knows. */
export function errorOf(
  { code, details }: Pick<ServiceError, 'code' | 'details'>,
  { isRepeatable }: { readonly isRepeatable: boolean },
): FaultError | LostCallError {
  const message = `gRPC ${status[code]}: ${details}`;
  if (silent.includes(code) && !isRepeatable) return new LostCallError(message);
  const meaning = meanings[code] ?? { fault: 'communication', status: 500 };
  return new FaultError(fault(meaning.fault, message, { status: meaning.status }));
}
