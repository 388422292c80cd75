import { slotsPerTransaction } from './schema.ts';

/**
 * Writes a group of commits, at most one of each execution, as one statement: it is its own transaction, and costs one
 * round trip. Parameters are JSON arrays of rows; `n` is the place of a commit in the group. What users wrote is JSON in
 * a string inside that JSON, so that Postgres takes it as it is and never reads the escapes in it.
 *
 * A commit whose expected number is not the last one of its stream gets no row in `heads`, so nothing of it is written.
 */
export const writeGroup = `
WITH wanted AS (
  SELECT * FROM json_to_recordset($1::json)
    AS w(n int, id text, expected int, next int, tenant text, key text, ends boolean, listens boolean)
), moved AS (
  UPDATE streams SET seq = w.next FROM wanted w
  WHERE streams.id = w.id AND streams.seq = w.expected AND w.expected > 0
  RETURNING streams.stream, w.n, w.ends, w.listens
), opened AS (
  INSERT INTO streams (id, tenant, idempotency_key, seq)
  SELECT id, tenant, key, next FROM wanted WHERE expected = 0 AND next > 0 ORDER BY n
  ON CONFLICT DO NOTHING
  RETURNING stream, id
), heads AS (
  SELECT stream, n, ends, listens FROM moved
  UNION ALL
  SELECT o.stream, w.n, w.ends, w.listens FROM opened o JOIN wanted w USING (id)
), recorded AS (
  INSERT INTO events (position, stream, seq, kind, version, at, subject, fact, body, commit_id)
  SELECT pg_current_xact_id()::text::bigint * ${slotsPerTransaction} + e.place,
    h.stream, e.seq, e.kind, e.version, e.at, e.subject, e.fact, e.body::json, e.commit_id
  FROM json_to_recordset($2::json)
    AS e(n int, place int, seq int, kind text, version int, at bigint, subject text, fact int, body text, commit_id text)
  JOIN heads h USING (n)
), disarmed AS (
  DELETE FROM timers USING json_to_recordset($3::json) AS t(n int, timer text, due bigint), heads h
  WHERE h.n = t.n AND t.due IS NULL AND timers.stream = h.stream AND timers.timer = t.timer
), armed AS (
  INSERT INTO timers (stream, timer, due)
  SELECT h.stream, t.timer, t.due
  FROM json_to_recordset($3::json) AS t(n int, timer text, due bigint) JOIN heads h USING (n)
  WHERE t.due IS NOT NULL
  ON CONFLICT (stream, timer) DO UPDATE SET due = excluded.due
), unlistened AS (
  DELETE FROM listens USING heads h
  WHERE h.listens AND listens.stream = h.stream AND NOT EXISTS (
    SELECT FROM json_to_recordset($4::json) AS l(n int, type text) WHERE l.n = h.n AND l.type = listens.type)
), listened AS (
  INSERT INTO listens (stream, type)
  SELECT h.stream, l.type FROM json_to_recordset($4::json) AS l(n int, type text) JOIN heads h USING (n)
  ON CONFLICT DO NOTHING
), viewed AS (
  INSERT INTO executions (stream, id, namespace, name, version, hash, tenant, "user", priority, idempotency_key, parent,
    phase, substate, started_at, ended_at, output, fault)
  SELECT h.stream, v.id, v.namespace, v.name, v.version, v.hash, v.tenant, v."user", v.priority, v.key, v.parent,
    v.phase, v.substate, v.started_at, v.ended_at, v.output::json, v.fault::json
  FROM json_to_recordset($5::json)
    AS v(n int, id text, namespace text, name text, version text, hash text, tenant text, "user" text, priority int,
      key text, parent text, phase text, substate text, started_at bigint, ended_at bigint, output text, fault text)
  JOIN heads h USING (n)
  ON CONFLICT (stream) DO UPDATE SET
    namespace = excluded.namespace, name = excluded.name, version = excluded.version, hash = excluded.hash,
    tenant = excluded.tenant, "user" = excluded."user", priority = excluded.priority,
    idempotency_key = excluded.idempotency_key, parent = excluded.parent, phase = excluded.phase,
    substate = excluded.substate, started_at = excluded.started_at, ended_at = excluded.ended_at,
    output = excluded.output, fault = excluded.fault
), kept AS (
  INSERT INTO snapshots (stream, seq, version, state)
  SELECT h.stream, s.seq, s.version, s.state::json
  FROM json_to_recordset($6::json) AS s(n int, seq int, version int, state text) JOIN heads h USING (n)
  WHERE NOT h.ends
  ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, version = excluded.version, state = excluded.state
), dropped AS (
  DELETE FROM snapshots USING heads h WHERE h.ends AND snapshots.stream = h.stream
)
SELECT n FROM heads
`;
