/** Another process owns the data folder. Retry when it has ended, or talk to it. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
  readonly directory: string;
  /** Process id of the owner, as it wrote it down. */
  readonly pid: number | null;
  /** When the owner opened the folder, in milliseconds since 1970. */
  readonly since: number | null;

  constructor(directory: string, owner: { readonly pid: number; readonly since: number } | null) {
    const who =
      owner === null ? 'another process' : `process ${owner.pid} (since ${new Date(owner.since).toISOString()})`;
    super(`${directory} is in use by ${who}; stop it, or send the command to it`);
    this.directory = directory;
    this.pid = owner?.pid ?? null;
    this.since = owner?.since ?? null;
  }
}
