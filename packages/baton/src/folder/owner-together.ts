import type { FactStreams } from '@batonhq/core';
import { contextReading, type MessageDoor, type SharedContextDoor } from '@batonhq/engine';

/** The shared context of an owner, before and after its engine runs: reading begins nothing. */
export function ownerContext({
  streams,
  begin,
}: {
  readonly streams: FactStreams;
  readonly begin: () => Promise<SharedContextDoor>;
}): SharedContextDoor {
  return {
    ...contextReading(streams),
    write: async (order) => (await begin()).write(order),
    scopeOf: async (execution) => (await begin()).scopeOf(execution),
  };
}

/** The mailboxes of an owner: whoever uses them begins its engine. */
export function ownerMessages(begin: () => Promise<MessageDoor>): MessageDoor {
  return {
    send: async (order) => (await begin()).send(order),
    receive: async (request) => (await begin()).receive(request),
    acknowledge: async (order) => (await begin()).acknowledge(order),
    list: async (filter) => (await begin()).list(filter),
    arrival: async (tenant, agent, signal) => (await begin()).arrival(tenant, agent, signal),
  };
}
