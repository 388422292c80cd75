/**
 * What the bare loop writes: the tables, indexes, rows and bytes of our engine's journal, without the engine. Keep it
 * equal to the real schema (a test compares them): the ratio between the two is only worth something while they write
 * the same.
 */

/** Settings of every connection; the ones the engine uses, which copies its log at the same length by itself. */
export const pragmas: readonly string[] = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'wal_autocheckpoint = 4000',
  'cache_size = -32768',
  'temp_store = MEMORY',
];

/** The journal and the fold that every execution has a row in. `position` is the place among all events of all streams. */
export const tables: readonly string[] = [
  `CREATE TABLE streams (
  stream INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  tenant TEXT NOT NULL,
  idempotency_key TEXT,
  crc INTEGER NOT NULL
) STRICT`,
  'CREATE UNIQUE INDEX stream_idempotency ON streams (tenant, idempotency_key) WHERE idempotency_key IS NOT NULL',
  `CREATE TABLE events (
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
) STRICT`,
  'CREATE UNIQUE INDEX event_sequence ON events (stream, seq)',
  'CREATE UNIQUE INDEX event_facts ON events (stream, fact, subject) WHERE fact IS NOT NULL',
  `CREATE TABLE executions (
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
) STRICT`,
  "CREATE INDEX executions_unfinished ON executions (stream) WHERE phase IN ('pending', 'running', 'suspended')",
  'CREATE INDEX executions_parent ON executions (parent) WHERE parent IS NOT NULL',
];

/**
 * Rows and bytes of one transition. An execution of n steps has n + 1 transitions: the start claims the first step, each
 * outcome claims the next one, the last outcome ends the execution. Claims are events, and steps arm no timers.
 */
export const shape = {
  /** Events of an outcome: the step that ended, the claim of the next one. The first and the last have two as well. */
  eventsPerTransition: 2,
  /** Length of an event's body, by its kind: that of most of them. */
  bodyBytes: { 'execution.started': 216, 'execution.completed': 2, 'task.completed': 2, 'task.started': 73 },
  /** The kinds that are facts, which have a second unique key, and the class of each. */
  facts: { 'execution.completed': 1, 'task.completed': 2 },
  /** Length of an execution's id. */
  streamBytes: 36,
  /** True when every transition writes the execution's row, false when only its start and its end do. */
  viewAtEveryTransition: false,
  /** Length of the names and the hash of a definition, as the row of an execution has them. */
  definitionBytes: 64,
} as const;
