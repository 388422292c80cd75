/** A document that a definition refers to cannot be had, or cannot be read. */
export class UnreadableDocumentError extends Error {
  override readonly name = 'UnreadableDocumentError';
}
