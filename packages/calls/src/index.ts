/**
 * The calls of the workflow language that speak a protocol, and its processes.
 *
 * @module
 */
export { createCallers } from './create-callers.ts';
export type { CallOptions } from './options.ts';
