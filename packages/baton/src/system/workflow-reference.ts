import { RequestError } from './request-error.ts';

/** A published definition, by name; without `version` the newest. */
export interface WorkflowReference {
  readonly namespace: string;
  readonly name: string;
  readonly version?: string;
}

const shape = /^(?<namespace>[^/:\s]+)\/(?<name>[^/:\s]+)(?::(?<version>[^/:\s]+))?$/;

/** Reads `namespace/name` or `namespace/name:version`. Throws {@link RequestError}. */
export function parseWorkflowReference(text: string): WorkflowReference {
  const { namespace, name, version } = shape.exec(text)?.groups ?? {};
  if (namespace === undefined || name === undefined) {
    throw new RequestError(`\`${text}\` names no workflow: write namespace/name or namespace/name:version`);
  }
  return { namespace, name, ...(version !== undefined && { version }) };
}
