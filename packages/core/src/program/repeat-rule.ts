import type { RepeatRule, TaskMetadata } from './metadata.ts';

/** The rule of a call: what its author says, else the default of its kind. A probe without a rule is there to be asked. */
export function repeatRule(metadata: TaskMetadata, byDefault: RepeatRule): RepeatRule {
  if (metadata.repeat !== undefined) return metadata.repeat;
  return metadata.probe === undefined ? byDefault : 'probe';
}

const safeMethods = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']);

/** The default rule of an HTTP request. */
export function httpRepeatRule(method: string): RepeatRule {
  return safeMethods.has(method) ? 'safe' : 'never';
}
