import { randomUUID } from 'node:crypto';
import type { ContextOrigin, Json, MergeRule } from '@batonhq/core';
import {
  ConflictError,
  controlFetch,
  type ContextValue,
  type MessageListFilter,
  type MessageView,
  type SharedContextDoor,
} from '@batonhq/engine';
import type { Client } from '@batonhq/server/client';
import type { OpenedFolder } from '../folder/open-folder.ts';
import type { Owner } from '../folder/owner.ts';

/** A value to share. */
export interface SharedWrite {
  readonly key: string;
  readonly value: Json;
  /** `tenant`, which is the default, `execution:ID` or `project:NAME`. */
  readonly scope?: string;
  /** The version that was read; 0, the default, where there was none. */
  readonly expected?: number;
  /** Joins the value with what is there instead of replacing it. */
  readonly merge?: MergeRule;
  /** Numbers of conflicts that this settles. */
  readonly resolves?: readonly number[];
}

/** The shared values of the tenant `local`. */
export interface SystemContext {
  /** By scope and key; of one scope, or of keys that begin in a way. */
  list(filter?: { readonly scope?: string; readonly prefix?: string }): Promise<readonly ContextValue[]>;
  /** Fulfils with the version it has now. Rejects with `ConflictError` when another version is there than was read. */
  write(write: SharedWrite): Promise<number>;
}

/** A message to an agent. */
export interface SystemMessage {
  readonly to: string;
  /** `request` by default. */
  readonly type?: string;
  readonly body: Json;
  /** What it belongs to; itself by default. */
  readonly correlation?: string;
  /** The same id again is the same message. */
  readonly id?: string;
}

/** The messages of the tenant `local`. */
export interface SystemMessages {
  /** Newest first; 100 unless the filter says otherwise. */
  list(filter?: Omit<MessageListFilter, 'tenant'>): Promise<readonly MessageView[]>;
  /** Fulfils when it is durable, with its id, and whether it is a new one. */
  send(message: SystemMessage): Promise<{ readonly id: string; readonly isNew: boolean }>;
}

const tenant = 'local';
const origin: ContextOrigin = { kind: 'user' };

/** What the executions and agents of a folder share. */
interface Together {
  readonly sharedContext: SystemContext;
  readonly messages: SystemMessages;
}

/** What a folder shares: by its owner, or asked of the process that owns it. */
export function togetherOf(folder: OpenedFolder, dataDir: string): Together {
  return folder.role === 'owner' ? ofOwner(folder.owner) : clientTogether(dataDir);
}

function ofOwner({ sharedContext, messages }: Owner): Together {
  return {
    sharedContext: {
      list: (filter = {}) => sharedContext.list({ tenant, ...filter }),
      write: (order) => write(sharedContext, order),
    },
    messages: {
      list: (filter = {}) => messages.list({ tenant, ...filter }),
      async send({ id = randomUUID(), correlation = id, type = 'request', ...message }) {
        const order = { tenant, id, correlation, type, from: `person:${tenant}`, origin, ...message };
        return { id, isNew: await messages.send(order) };
      },
    },
  };
}

async function write(door: SharedContextDoor, { scope = 'tenant', ...order }: SharedWrite): Promise<number> {
  const { isWritten, version } = await door.write({ tenant, scope, ...order, origin, by: { user: tenant } });
  if (isWritten) return version;
  throw new ConflictError('written-meanwhile', `${order.key} was not written: version ${version} is there`);
}

/** What a folder shares, asked of the process that owns it. */
export function clientTogether(dataDir: string): Together {
  // Most commands ask nothing of the kind.
  const connect = async (): Promise<Client> => {
    const { createClient } = await import('@batonhq/server/client');
    return createClient({ url: '', fetch: controlFetch(dataDir) });
  };
  return {
    sharedContext: {
      async list(filter = {}) {
        return (await (await connect()).call('GET /api/context', { query: { ...filter } })).values;
      },
      async write({ resolves, ...order }) {
        const body = { ...order, ...(resolves !== undefined && { resolves: [...resolves] }) };
        try {
          return (await (await connect()).call('PUT /api/context', { body })).version;
        } catch (error) {
          if (error instanceof Error && 'status' in error && error.status === 409)
            throw new ConflictError('written-meanwhile', error.message);
          throw error;
        }
      },
    },
    messages: {
      async list(filter = {}) {
        return (await (await connect()).call('GET /api/messages', { query: { ...filter } })).messages;
      },
      async send(message) {
        return (await connect()).call('POST /api/messages', { body: { ...message } });
      },
    },
  };
}
