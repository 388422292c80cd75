/** Who or what a value of a call came from. */
export type OriginKind =
  /** It is written in the definition. */
  | 'definition'
  /** It came in with the execution. */
  | 'input'
  /** Another task put it out, or it was made of what tasks put out. */
  | 'task'
  /** It is read at the last moment, and nobody sees it. */
  | 'secret'
  /** An expression makes it, of nothing but itself or the run of things. */
  | 'computed'
  /** The code of a durable function chose it. */
  | 'function'
  /** A person changed it before saying yes. */
  | 'person'
  /** Of the call of an agent: the user said it, the owner's records have it, a tool brought it back, or the model wrote it. */
  | 'user'
  | 'owner'
  | 'fetched'
  | 'model';

/** Where one value of a call came from. */
export interface ValueOrigin {
  /** Its place in the call, by names with points between them: `input.to`. */
  readonly path: string;
  readonly from: OriginKind;
  /** The task, function, secret, person or tool, where there is one. */
  readonly source: string | null;
  /** In a few words that people read. */
  readonly text: string;
}
