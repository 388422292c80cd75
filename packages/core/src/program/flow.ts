/** Where to go after a task: the next one, out of this scope, the end of the workflow, or a sibling by position. */
export type Flow =
  | { readonly kind: 'continue' }
  | { readonly kind: 'exit' }
  | { readonly kind: 'end' }
  | { readonly kind: 'task'; readonly position: number };

/** Tasks that follow one another; numbers are indexes into the program's tasks. */
export interface Sequence {
  readonly tasks: readonly number[];
}
