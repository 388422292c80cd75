/**
 * What the bare loop writes: the tables, indexes, rows and bytes of our engine's journal, without the engine. Keep it
 * equal to the real schema: the ratio between the two is only worth something while they write the same.
 */

/** Settings of every connection; the ones the engine uses. */
export const pragmas: readonly string[] = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'wal_autocheckpoint = 1000',
  'temp_store = MEMORY',
];

/** The journal and its folds. `id` of an event is the rowid and with it the place among all events of all streams. */
export const tables: readonly string[] = [
  `CREATE TABLE events (
     id INTEGER PRIMARY KEY,
     stream TEXT NOT NULL,
     seq INTEGER NOT NULL,
     kind TEXT NOT NULL,
     at INTEGER NOT NULL,
     body TEXT NOT NULL,
     UNIQUE (stream, seq)
   )`,
  `CREATE TABLE claims (
     stream TEXT NOT NULL,
     step TEXT NOT NULL,
     attempt INTEGER NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (stream, step)
   ) WITHOUT ROWID`,
  `CREATE TABLE timers (
     stream TEXT NOT NULL,
     timer TEXT NOT NULL,
     due INTEGER NOT NULL,
     PRIMARY KEY (stream, timer)
   ) WITHOUT ROWID`,
  'CREATE INDEX timers_due ON timers (due)',
  `CREATE TABLE executions (
     stream TEXT PRIMARY KEY,
     phase TEXT NOT NULL,
     started_at INTEGER NOT NULL,
     ended_at INTEGER,
     body TEXT NOT NULL
   ) WITHOUT ROWID`,
  'CREATE INDEX executions_phase ON executions (phase)',
];

/**
 * Rows and bytes of one transition. An execution of n steps has n + 1 transitions: the start claims the first step, each
 * outcome claims the next one, the last outcome ends the execution.
 */
export const shape = {
  /** Events of an outcome: the step that ended, the claim of the next one. The first and the last have two as well. */
  eventsPerTransition: 2,
  /** Length of an event's body. */
  eventBytes: 160,
  /** Length of a stream's name: `execution/` and an id. */
  streamBytes: 36,
  /** True when a claim is a row of its own, written at the step's start and removed at its outcome. */
  claimIsRow: true,
  /** Length of a claim's body. */
  claimBytes: 80,
  /** True when each step arms a timer at its start and disarms it at its outcome. */
  timerPerStep: false,
  /** True when every transition writes the execution's row, false when only its start and its end do. */
  viewAtEveryTransition: false,
  /** Length of the body of an execution's row. */
  viewBytes: 240,
} as const;
