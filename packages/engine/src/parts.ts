/**
 * Parts of the embedded engine that another backend uses as they are: what performs a step, and what it needs.
 *
 * @module
 */
export { Resident } from './advance/resident.ts';
export { startOfBranch } from './branch-off.ts';
export type { BranchHost } from './branch-off.ts';
export { Programs } from './catalog/programs.ts';
export { isPublicAddress } from './egress/address.ts';
export { EgressClient } from './egress/egress-client.ts';
export { faultOfError } from './function/fault-of-error.ts';
export { FunctionRegistry } from './function/registry.ts';
export type { RegisteredFunction } from './function/registry.ts';
export { resultOf } from './live/endings.ts';
export { allEvents } from './live/event-pages.ts';
export { copyJson } from './payload.ts';
export type { Start } from './starter.ts';
export { Attempt } from './perform/attempt.ts';
export { outputOf } from './perform/http-message.ts';
export { HttpPerformer } from './perform/http-performer.ts';
export { problemOf } from './control/problem.ts';
export type { Problem } from './control/problem.ts';
