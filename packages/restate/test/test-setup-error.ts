/** What a test needs around it could not be set up. */
export class TestSetupError extends Error {
  override readonly name = 'TestSetupError';
}
