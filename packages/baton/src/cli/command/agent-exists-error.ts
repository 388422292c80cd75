/** An agent of that name, or a file of that name, is in the folder already. */
export class AgentExistsError extends Error {
  override readonly name = 'AgentExistsError';
  readonly hint: string;

  constructor(agent: string, path: string) {
    super(`${path} describes ${agent} already`);
    this.hint = `baton agents remove ${agent}`;
  }
}
