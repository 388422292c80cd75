import { formatDiagnostics, type Diagnostic, type Refusal, type ScheduleRefusal } from '@batonhq/core';

/** There is no such execution, definition, or step. Trying again does not help. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
}

/** What was asked does not fit the state of things now (a finished execution was paused, say). */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
  readonly code:
    | Refusal['code']
    | ScheduleRefusal['code']
    | 'different-request'
    | 'version-taken'
    | 'written-meanwhile'
    | 'too-many-open'
    | 'other-currency';

  constructor(code: ConflictError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Whoever asks may not do that. Trying again does not help. */
export class NotAllowedError extends Error {
  override readonly name = 'NotAllowedError';
}

/** A queue is full. Nothing happened; try again after `retryAfter` milliseconds. */
export class OverloadedError extends Error {
  override readonly name = 'OverloadedError';
  readonly retryAfter: number;

  constructor(what: string, retryAfter: number) {
    super(`too many ${what}; try again in ${retryAfter} ms`);
    this.retryAfter = retryAfter;
  }
}

/** A definition is not valid; `diagnostics` lists everything that is wrong with it. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(`the definition is not valid:\n${formatDiagnostics(diagnostics)}`);
    this.diagnostics = diagnostics;
  }
}

/** A value is too large, too deep, or not JSON. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
}

/** A function cannot be registered as it was described. */
export class RegistrationError extends Error {
  override readonly name = 'RegistrationError';
}

/** The engine is closing or closed and takes nothing any more. */
export class EngineClosedError extends Error {
  override readonly name = 'EngineClosedError';

  constructor() {
    super('the engine is closed');
  }
}

/** Nobody answers at the control socket. */
export class EngineUnavailableError extends Error {
  override readonly name = 'EngineUnavailableError';
}
