/** Version of the tables below; a database with a higher one was written by a newer Baton and is refused. */
export const schemaVersion = 1;

/**
 * Events that share the number of a transaction in a position: `transaction * slots + place`. With 53 bits in a
 * JavaScript number this leaves 2^39 transactions, seventeen years of a thousand a second.
 */
export const slotsPerTransaction = 16_384;

/** Everything an empty journal is made of; executed with the journal's own schema in front of the search path. */
export const tables = `
CREATE TABLE meta (name text PRIMARY KEY, value text NOT NULL);
INSERT INTO meta VALUES ('version', '${schemaVersion}');

CREATE TABLE streams (
  stream bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL UNIQUE,
  tenant text NOT NULL,
  idempotency_key text,
  seq integer NOT NULL
);
CREATE UNIQUE INDEX streams_idempotency ON streams (tenant, idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE TABLE events (
  position bigint PRIMARY KEY,
  stream bigint NOT NULL,
  seq integer NOT NULL,
  kind text NOT NULL,
  version smallint NOT NULL,
  at bigint NOT NULL,
  subject text NOT NULL,
  fact smallint,
  body json NOT NULL,
  commit_id text NOT NULL
);
CREATE UNIQUE INDEX events_sequence ON events (stream, seq);
CREATE UNIQUE INDEX events_facts ON events (stream, fact, subject) WHERE fact IS NOT NULL;

CREATE TABLE executions (
  stream bigint PRIMARY KEY,
  id text NOT NULL UNIQUE,
  namespace text NOT NULL,
  name text NOT NULL,
  version text NOT NULL,
  hash text NOT NULL,
  tenant text NOT NULL,
  "user" text NOT NULL,
  priority integer NOT NULL,
  idempotency_key text,
  parent text,
  phase text NOT NULL,
  substate text,
  started_at bigint NOT NULL,
  ended_at bigint,
  output json,
  fault json
);
CREATE INDEX executions_unfinished ON executions (stream) WHERE phase IN ('pending', 'running', 'suspended');
CREATE INDEX executions_parent ON executions (parent) WHERE parent IS NOT NULL;

CREATE TABLE timers (stream bigint NOT NULL, timer text NOT NULL, due bigint NOT NULL, PRIMARY KEY (stream, timer));
CREATE INDEX timers_due ON timers (due, stream, timer);

CREATE TABLE listens (stream bigint NOT NULL, type text NOT NULL, PRIMARY KEY (stream, type));
CREATE INDEX listens_type ON listens (type, stream);

CREATE TABLE snapshots (stream bigint PRIMARY KEY, seq integer NOT NULL, version smallint NOT NULL, state json NOT NULL);

CREATE TABLE definitions (
  hash text PRIMARY KEY,
  namespace text NOT NULL,
  name text NOT NULL,
  version text NOT NULL,
  body json NOT NULL,
  published boolean NOT NULL
);
CREATE UNIQUE INDEX definitions_version ON definitions (namespace, name, version) WHERE published;
`;
