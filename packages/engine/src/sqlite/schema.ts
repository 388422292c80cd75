/** Marks the file as a Baton journal (`BATN`), so that no other database is taken for one. */
export const applicationId = 0x4241544e;

/** Version of the tables below; a journal with a higher one was written by a newer Baton and is refused. */
export const schemaVersion = 1;

/** The sequence of a stream has no forks: whatever the code above believes, a second event number n is refused here. */
const uniqueSequence = 'CREATE UNIQUE INDEX event_sequence ON events (stream, seq)';

/** What can be true only once (the end of a task, of a step, of an execution) is stored only once. */
const uniqueFact = 'CREATE UNIQUE INDEX event_facts ON events (stream, fact, subject) WHERE fact IS NOT NULL';

/** The truth: streams, their events, values too large for a row, what stays of dropped executions, and definitions. */
const truth = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('journal', lower(hex(randomblob(16)))), ('position', 0);

CREATE TABLE streams (
  stream INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  tenant TEXT NOT NULL,
  idempotency_key TEXT,
  crc INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX stream_idempotency ON streams (tenant, idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  subject TEXT NOT NULL,
  fact INTEGER,
  body TEXT NOT NULL,
  large TEXT,
  crc INTEGER NOT NULL
) STRICT;
${uniqueSequence};
${uniqueFact};

CREATE TABLE blobs (
  tenant TEXT NOT NULL,
  hash TEXT NOT NULL,
  size INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (tenant, hash)
) STRICT;

CREATE TABLE dropped_executions (
  stream INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  namespace TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  hash TEXT NOT NULL,
  tenant TEXT NOT NULL,
  user TEXT NOT NULL,
  priority INTEGER NOT NULL,
  idempotency_key TEXT,
  parent TEXT,
  phase TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  events INTEGER NOT NULL,
  dropped_at INTEGER NOT NULL
) STRICT;

CREATE TABLE facts (
  entry INTEGER PRIMARY KEY,
  stream TEXT NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL,
  crc INTEGER NOT NULL,
  UNIQUE (stream, seq)
) STRICT;

CREATE TABLE definitions (
  entry INTEGER PRIMARY KEY,
  namespace TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  crc INTEGER NOT NULL,
  published INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX definition_version ON definitions (namespace, name, version) WHERE published = 1;
`;

/** SQL of a number that grows with everything that is done to the catalog: what is less than before has lost something. */
export const catalogSize = '(SELECT count(*) + coalesce(sum(published), 0) FROM definitions)';

/** Tables that say nothing of their own: dropped and rebuilt without loss. */
export const foldTables = ['executions', 'timers', 'listens', 'snapshots', 'standing'] as const;

/** Folds of the streams. */
export const folds = `
CREATE TABLE executions (
  stream INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  namespace TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  hash TEXT NOT NULL,
  tenant TEXT NOT NULL,
  user TEXT NOT NULL,
  priority INTEGER NOT NULL,
  idempotency_key TEXT,
  parent TEXT,
  phase TEXT NOT NULL,
  substate TEXT,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  output TEXT,
  large TEXT,
  fault TEXT
) STRICT;
CREATE INDEX executions_unfinished ON executions (stream) WHERE phase IN ('pending', 'running', 'suspended');
CREATE INDEX executions_parent ON executions (parent) WHERE parent IS NOT NULL;

CREATE TABLE timers (
  stream INTEGER NOT NULL,
  timer TEXT NOT NULL,
  due INTEGER NOT NULL,
  PRIMARY KEY (stream, timer)
) STRICT, WITHOUT ROWID;
CREATE INDEX timers_due ON timers (due, stream, timer);

CREATE TABLE listens (
  stream INTEGER NOT NULL,
  type TEXT NOT NULL,
  PRIMARY KEY (stream, type)
) STRICT, WITHOUT ROWID;
CREATE INDEX listens_type ON listens (type, stream);

CREATE TABLE snapshots (
  stream INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  version INTEGER NOT NULL,
  state TEXT NOT NULL,
  large TEXT,
  crc INTEGER NOT NULL
) STRICT;

CREATE TABLE standing (
  stream TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  state TEXT NOT NULL,
  crc INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

/** The values that executions share, and the messages between agents. The names of their streams begin with what they are, then the tenant. */
const betweenAgents = `
CREATE VIEW shared_context AS
SELECT
  substr(stream, 9, instr(substr(stream, 9), '/') - 1) AS tenant,
  replace(substr(rest, 1, instr(rest, '/') - 1), '%3A', ':') AS scope,
  substr(rest, instr(rest, '/') + 1) AS key,
  state -> '$.value' AS value,
  state ->> '$.version' AS version,
  state ->> '$.origin.kind' AS origin,
  state -> '$.origin' AS provenance,
  state ->> '$.by.execution' AS execution_id,
  state ->> '$.by.task' AS task,
  state ->> '$.by.agent' AS agent,
  state ->> '$.by.user' AS user,
  state ->> '$.writtenAt' AS written_at,
  json_array_length(state, '$.conflicts') AS conflicts
FROM (
  SELECT stream, state, substr(stream, 9 + instr(substr(stream, 9), '/')) AS rest
  FROM standing WHERE stream LIKE 'context/%'
)
WHERE state -> '$.value' IS NOT NULL;

CREATE VIEW agent_messages AS
SELECT
  sent.body ->> '$.message.id' AS id,
  substr(sent.stream, 9, instr(substr(sent.stream, 9), '/') - 1) AS tenant,
  sent.body ->> '$.message.from' AS sender,
  sent.body ->> '$.message.to' AS recipient,
  sent.body ->> '$.message.type' AS type,
  sent.body -> '$.message.body' AS body,
  sent.body ->> '$.message.correlation' AS correlation,
  sent.body ->> '$.message.origin.kind' AS origin,
  sent.at AS sent_at,
  CASE later.kind
    WHEN 'message.delivered' THEN 'delivered'
    WHEN 'message.acknowledged' THEN 'acknowledged'
    WHEN 'message.abandoned' THEN 'abandoned'
    ELSE 'waiting'
  END AS status,
  coalesce(later.deliveries, 0) AS deliveries,
  later.execution_id AS execution_id,
  CASE WHEN later.kind IN ('message.acknowledged', 'message.abandoned') THEN later.at END AS ended_at
FROM facts AS sent LEFT JOIN (
  SELECT stream, body ->> '$.id' AS id, max(seq) AS seq, kind, at, body ->> '$.execution' AS execution_id,
    sum(kind = 'message.delivered') AS deliveries
  FROM facts WHERE stream LIKE 'mailbox/%' AND kind <> 'message.sent' GROUP BY 1, 2
) AS later ON later.stream = sent.stream AND later.id = sent.body ->> '$.message.id'
WHERE sent.stream LIKE 'mailbox/%' AND sent.kind = 'message.sent';
`;

/** For people and their tools: one row for each task and each operation of a durable function, for each open question, and for each lock that is held. */
const forPeople = `
CREATE VIEW execution_steps AS
SELECT
  streams.id AS execution_id,
  events.subject AS step,
  NOT max(events.kind LIKE 'task.%') AS operation,
  CASE max(CASE WHEN fact IS NOT NULL THEN kind END)
    WHEN 'task.completed' THEN 'completed'
    WHEN 'step.completed' THEN 'completed'
    WHEN 'task.faulted' THEN 'faulted'
    WHEN 'step.failed' THEN 'faulted'
    WHEN 'task.cancelled' THEN 'cancelled'
    WHEN 'task.skipped' THEN 'skipped'
    ELSE 'running'
  END AS phase,
  max(1, sum(kind IN ('step.claimed', 'attempt.started')) + sum(kind = 'task.started' AND body ->> '$.gates' IS NULL)) AS attempts,
  min(events.at) AS started_at,
  max(CASE WHEN fact IS NOT NULL THEN events.at END) AS ended_at,
  min(events.seq) AS first_seq
FROM events JOIN streams USING (stream)
WHERE events.subject <> '' AND (events.kind LIKE 'task.%' OR events.kind LIKE 'step.%' OR events.kind = 'attempt.started')
GROUP BY streams.id, events.subject;

CREATE VIEW pending_approvals AS
SELECT
  body ->> '$.approval' AS id,
  streams.id AS execution_id,
  streams.tenant AS tenant,
  events.subject AS step,
  body ->> '$.hash' AS hash,
  events.at AS requested_at,
  timers.due AS expires_at
FROM timers JOIN streams USING (stream) JOIN events USING (stream)
WHERE timers.timer = 'approval:' || events.subject AND events.kind = 'approval.requested' AND events.seq = (
  SELECT max(seq) FROM events AS last
  WHERE last.stream = timers.stream AND last.subject = events.subject AND last.kind = 'approval.requested'
);

CREATE VIEW rate_limits AS
SELECT
  substr(stream, 8, instr(stream, '/limit/') - 8) AS tenant,
  substr(stream, instr(stream, '/limit/') + 7) AS resource,
  state ->> '$.rules.rate.count' AS rate_count,
  state ->> '$.rules.rate.per' AS rate_per,
  state -> '$.uses' AS quotas,
  json_array_length(state, '$.holders') AS in_use,
  state ->> '$.rules.concurrency' AS concurrency,
  state ->> '$.heldUntil' AS held_until,
  state ->> '$.breaker.kind' AS circuit,
  state ->> '$.breaker.failures' AS failures,
  state ->> '$.breaker.until' AS open_until
FROM standing
WHERE stream LIKE 'tenant/%/limit/%' AND state IS NOT NULL;

CREATE VIEW resource_locks AS
SELECT
  substr(stream, 8, instr(stream, '/lock/') - 8) AS tenant,
  substr(stream, instr(stream, '/lock/') + 6) AS key,
  state ->> '$.token' AS token,
  state ->> '$.holder.execution' AS execution_id,
  state ->> '$.holder.task' AS task,
  state ->> '$.holder.since' AS since,
  json_array_length(state, '$.waiting') AS waiting
FROM standing
WHERE stream LIKE 'tenant/%/lock/%' AND state ->> '$.holder' IS NOT NULL;
${betweenAgents}`;

/** Everything an empty journal is made of. */
export const schema = `${truth}${folds}${forPeople}`;

const ourNames = [...schema.matchAll(/^CREATE (?:UNIQUE )?(?:TABLE|INDEX|VIEW) (\w+)/gm)].map(
  ([, name]) => `'${name}'`,
);

/** Asks a database for what it says of our tables; other people's indexes are none of our business. */
export const describeSchema = `SELECT group_concat(sql, char(10)) AS description
  FROM (SELECT sql FROM sqlite_schema WHERE name IN (${ourNames.join()}) ORDER BY name)`;
