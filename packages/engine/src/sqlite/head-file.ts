import { closeSync, constants, fsyncSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { fileSize, isAbsent } from './file-system.ts';

/** How far a journal had come, as a file beside it remembers. */
export interface Head {
  /** The identity of the journal, so that a file of another one is noticed. */
  readonly journal: string;
  /** Position of the last event whose commit was acknowledged. */
  readonly position: number;
  /** How many definitions were published. */
  readonly definitions: number;
}

/** Room for the digits of a number. */
const digits = 16;

/**
 * Remembers, outside of the database, what was acknowledged: a log that was cut off or deleted leaves a database that
 * is sound but older, which nothing inside it can tell.
 *
 * Written after a commit is durable and never synced, so it is never ahead of the database, and it costs one small
 * write in place. After a power failure it may be behind, which is harmless.
 */
export class HeadFile {
  readonly #descriptor: number;
  readonly #line: Buffer;
  readonly #places: Readonly<Record<'position' | 'definitions', number>>;

  constructor(path: string, head: Head) {
    const room = ' '.repeat(digits);
    const template = `{"journal":"${head.journal}","position":${room},"definitions":${room}}\n`;
    this.#line = Buffer.from(template, 'latin1');
    this.#places = { position: template.indexOf(room), definitions: template.lastIndexOf(room) };
    this.#put('definitions', head.definitions);
    this.#put('position', head.position);
    // Whole from its first moment: a process that dies here leaves no head, or one that can be read.
    if (fileSize(path) === null) {
      writeFileSync(`${path}.new`, this.#line, { mode: 0o600, flush: true });
      renameSync(`${path}.new`, path);
    }
    // Neither truncated nor appended to: what is there stays readable until the new line replaces it at once.
    this.#descriptor = openSync(path, constants.O_RDWR, 0o600);
    this.#flush();
    fsyncSync(this.#descriptor);
  }

  /**
   * Replaces one number. Called after every group, so it only touches its digits. Never throws: what it follows is
   * durable whatever happens here, a head that is behind is harmless, and the next write brings it up to date.
   */
  write(what: 'position' | 'definitions', value: number): void {
    this.#put(what, value);
    this.#flush();
  }

  #put(what: 'position' | 'definitions', value: number): void {
    this.#line.write(String(value), this.#places[what], 'latin1');
  }

  #flush(): void {
    try {
      writeSync(this.#descriptor, this.#line, 0, this.#line.length, 0);
    } catch {
      // A full disk that copies on write, say.
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** What the file says: a head, `absent`, or `unreadable`. */
export function readHead(path: string): Head | 'absent' | 'unreadable' {
  try {
    const found: Partial<Record<keyof Head, unknown>> = JSON.parse(readFileSync(path, 'latin1'));
    const { journal, position, definitions } = found;
    return typeof journal === 'string' && typeof position === 'number' && typeof definitions === 'number'
      ? { journal, position, definitions }
      : 'unreadable';
  } catch (error) {
    return isAbsent(error) ? 'absent' : 'unreadable';
  }
}
