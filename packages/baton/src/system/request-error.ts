/** A call or an option of the SDK that makes no sense as it is written. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
}
