import { spawnSync } from 'node:child_process';

/** A command that did not end with 0, with what it said. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  constructor(command: string, said: string) {
    super(`${command}\n${said}`);
  }
}

/** npm tells its children about the workspace they were started in; a command in another folder must not hear it. */
const workspaceHints = /^npm_(package_|lifecycle_|config_local_prefix$)/;

/** Runs a command to its end and returns its standard output. */
export function must(command: string, args: readonly string[], cwd: string): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !workspaceHints.test(name)));
  const done = spawnSync(command, args, { cwd, env, encoding: 'utf8', timeout: 300_000 });
  if (done.status === 0) return done.stdout;
  const ending = done.error?.message ?? `ended with ${done.status ?? done.signal}`;
  throw new CommandError(`${command} ${args.join(' ')}: ${ending}`, `${done.stdout ?? ''}${done.stderr ?? ''}`);
}
