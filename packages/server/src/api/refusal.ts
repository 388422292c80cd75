/** A request that is refused before anybody looks at what it wants. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  readonly status: 400 | 401 | 403 | 404 | 413 | 421 | 429 | 503;
  /** Seconds until it may be sent again. */
  readonly retryAfter: number | undefined;

  constructor(status: RefusalError['status'], message: string, retryAfter?: number) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}
