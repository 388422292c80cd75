import { fault, FaultError, type Fault } from '@batonhq/core';

/** The fault that an error thrown by a function stands for. */
export function faultOfError(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  return fault('runtime', error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}
