import type { Json, JsonObject } from '@batonhq/core';

/** A task of a definition, as an author writes it. */
export type WrittenTask = Readonly<Record<string, JsonObject>>;

/** A definition of the backend suite; `use` holds tasks that others name. */
export function definition(name: string, tasks: readonly WrittenTask[], use?: JsonObject): JsonObject {
  return {
    document: { dsl: '1.0.3', namespace: 'suite', name, version: '1.0.0' },
    ...(use !== undefined && { use }),
    do: tasks,
  };
}

/** An HTTP request to the ledger: an effect of this name. The input of the workflow says where the ledger is. */
export function effect(method: 'get' | 'post' | 'put', name: string): JsonObject {
  return { call: 'http', with: { method, endpoint: `\${ $workflow.input.ledger + "/${name}" }` } };
}

/** A function that makes the effect, with its idempotency key. */
export function recorded(name: string): JsonObject {
  return { call: 'record', with: { ledger: '${ $workflow.input.ledger }', name } };
}

/** Waits for one event of a type. */
export function listenFor(type: string): JsonObject {
  return { listen: { to: { one: { with: { type } } } } };
}

/** The same task with metadata. */
export function withMetadata(task: JsonObject, metadata: Readonly<Record<string, Json>>): JsonObject {
  return { ...task, metadata };
}
