import { createWriteStream, openSync, type WriteStream } from 'node:fs';

/** Milliseconds until a file that could not be written is tried again. */
const patience = 250;

/**
 * Opens a file that lines are added to, and throws where that cannot be done. Later nothing stops for the log: where it cannot
 * be written (a full disk, say) lines are lost until it can, and `failed` is told once.
 */
export function openLogFile(path: string, failed: (error: Error) => void): (line: string) => void {
  const options = { flags: 'a', mode: 0o600 };
  let out: WriteStream | null = null;
  let lostAt = 0;
  let isTold = false;
  const watched = (stream: WriteStream): WriteStream =>
    stream.on('error', (error) => {
      out = null;
      lostAt = Date.now();
      if (!isTold) failed(error);
      isTold = true;
    });
  const wrote = (error?: Error | null): void => {
    isTold &&= error !== null && error !== undefined;
  };
  out = watched(createWriteStream(path, { fd: openSync(path, options.flags, options.mode) }));
  return (line) => {
    if (out === null && Date.now() - lostAt >= patience) out = watched(createWriteStream(path, options));
    out?.write(line, wrote);
  };
}
