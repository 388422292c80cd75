/**
 * What a command tells the shell. Scripts rely on these numbers: `docs/cli.md` lists them and they never change meaning.
 */
export const exitCodes = {
  ok: 0,
  /** The execution ended faulted or cancelled, or a check found something wrong. */
  faulted: 1,
  /** The command line, the definition or the data given was not understood. */
  usage: 2,
  notFound: 3,
  notAllowed: 4,
  /** What was asked does not fit the state of the execution. */
  conflict: 5,
  /** The command stopped looking while the execution was still open. */
  waiting: 6,
  /** Nobody serves the folder, or it cannot be opened. */
  unavailable: 7,
  /** A second Ctrl-C, which does not wait for anything. */
  interrupted: 130,
} as const;

/** One of the documented exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
