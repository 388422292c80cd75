/** A path or a file that a workspace does not give; the message says why. */
export class WorkspaceError extends Error {
  override readonly name = 'WorkspaceError';
}
