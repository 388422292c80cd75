import type { Fact } from '@batonhq/core';
import { z } from 'zod';

/** What became of a request: it did what it asked for, was refused, or failed inside. */
export const results = ['done', 'refused', 'failed'] as const;

const fields = z.object({
  /** Empty where nobody could be made out. */
  user: z.string(),
  role: z.string(),
  /** Public part of the key; empty where none was valid. */
  key: z.string(),
  /** Method and route: `POST /api/orchestrate/{id}/pause`. */
  action: z.string(),
  /** What it was done to: an id, a name; null where the route names none. */
  target: z.string().nullable(),
  result: z.enum(results),
  /** Status of the answer. */
  status: z.number(),
  /** Why it was refused or failed, as the answer said. */
  reason: z.string().optional(),
  /** Refusals of the same kind before this one that were only counted. */
  others: z.number().optional(),
});

/** An entry as the API answers with it: `what` is what its route says of itself. */
export const auditRow = fields.extend({ seq: z.number(), at: z.number(), what: z.string() });

/** One request that was to change something. */
export type AuditFields = Readonly<z.infer<typeof fields>>;

/** One request that was to change something, as it stands in the audit of a tenant. */
export interface AuditEntry extends AuditFields {
  /** 1 for the first entry of a tenant, without gaps. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const kind = 'request.answered';

/** An entry as the journal keeps it. */
export function factOfEntry({ seq, at, ...told }: AuditEntry): Fact {
  const known = Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { seq, at, kind, version: 1, fields: Object.fromEntries(known) };
}

/** Reads what {@link factOfEntry} wrote; null for a fact of another kind. */
export function entryOfFact({ seq, at, kind: found, fields: told }: Fact): AuditEntry | null {
  const read = found === kind ? fields.safeParse(told) : null;
  return read?.success === true ? { ...read.data, seq, at } : null;
}

/** The stream of a tenant's audit. */
export function auditStream(tenant: string): string {
  return `tenant/${encodeURIComponent(tenant)}/audit`;
}
