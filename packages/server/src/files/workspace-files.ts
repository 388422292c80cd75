/** A file that is open: whoever has it reads its content to the end, cancels that, or closes it. */
interface OpenFile {
  readonly kind: 'there';
  readonly bytes: number;
  /** When it was written, replaced or renamed last, in milliseconds since 1970. */
  readonly touchedAt: number;
  content(): ReadableStream<Uint8Array>;
  close(): Promise<void>;
}

/** What stands where an execution wrote a file. */
export type FileThere =
  | OpenFile
  | { readonly kind: 'gone' }
  | { readonly kind: 'large'; readonly bytes: number; readonly most: number }
  | { readonly kind: 'refused'; readonly why: string };

/** Files in the workspaces of tenants, as whoever hosts the API reaches them. */
export interface WorkspaceFiles {
  /** Members of a function's output that are paths of files it wrote, such as `path` or `pieces.path`. */
  membersOf(name: string): readonly string[];
  /** Opens a file of a tenant's workspace; whatever the path says, nothing outside of it. */
  open(tenant: string, path: string): Promise<FileThere>;
}
