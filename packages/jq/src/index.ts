/**
 * The jq language, version 1.8, in TypeScript: programs are compiled to closures, depend on nothing but their
 * arguments, and cannot use more than their limits allow.
 *
 * @module
 */
export { compile, STOP_RUN } from './compile-program.ts';
export type { CompileOptions, Program, Variables } from './compile-program.ts';
export { JqError } from './errors/jq-error.ts';
export { JqHaltError } from './errors/jq-halt-error.ts';
export { JqLimitError } from './errors/jq-limit-error.ts';
export type { LimitName } from './errors/jq-limit-error.ts';
export { JqSyntaxError } from './errors/jq-syntax-error.ts';
export type { Host } from './host.ts';
export { DEFAULT_LIMITS } from './limits.ts';
export type { Limits } from './limits.ts';
export type { Json, JsonObject } from './value/json.ts';
