/**
 * The calls of the workflow language that speak a protocol, and its processes.
 *
 * @module
 */
export { createCallers } from './create-callers.ts';
export type { AgentKeys, CallOptions } from './options.ts';
export type { ProcessOptions } from './process/process-options.ts';
export type { ScriptLimits } from './process/script-order.ts';
