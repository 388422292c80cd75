/** A setting of a limit that says nothing sensible: the message names the place, what stands there, and what could. */
export class LimitSettingError extends Error {
  override readonly name = 'LimitSettingError';
}
