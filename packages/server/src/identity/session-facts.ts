import type { Fact, JsonObject, StandingStream } from '@batonhq/core';
import { z } from 'zod';

/** A session as it is kept: whose key it rests on, and until when (milliseconds since 1970). What proves it is only in the cookie. */
const storedSession = z.object({ tenant: z.string(), key: z.string(), until: z.number() });

/** A session as it is kept: never the secret. */
export type StoredSession = Readonly<z.infer<typeof storedSession>>;

/** What all streams of sessions begin with. */
export const sessionStreams = 'session/';

/** The stream of a session, named by the hash of its secret: whoever reads that name cannot sign in with it. */
export function sessionStream(hash: string): string {
  return `${sessionStreams}${hash}`;
}

/** That somebody signed in. Signing out drops the stream, and this with it. */
export function sessionBegun(session: StoredSession, at: number): Fact {
  return { seq: 1, at, kind: 'session.begun', version: 1, fields: sessionToJson(session) };
}

/** What the journal keeps so that opening costs one row. */
export function sessionToJson({ tenant, key, until }: StoredSession): JsonObject {
  return { tenant, key, until };
}

/** The hash and the session of a stream; null for one that holds none, as when it is of a kind nobody knows. */
export function sessionOf(
  { stream, state }: Pick<StandingStream, 'stream' | 'state'>,
  facts: readonly Fact[],
): readonly [hash: string, session: StoredSession] | null {
  const begun = facts.find(({ kind }) => kind === 'session.begun');
  const read = storedSession.safeParse(state ?? begun?.fields);
  return read.success ? [stream.slice(sessionStreams.length), read.data] : null;
}
