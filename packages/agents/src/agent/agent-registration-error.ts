/** An agent or a tool was described in a way that cannot work; the message says what to change. */
export class AgentRegistrationError extends Error {
  override readonly name = 'AgentRegistrationError';
}
