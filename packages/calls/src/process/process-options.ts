import type { ScriptLimits } from './script-order.ts';

/** Which processes `run` may start, and what they may use. */
export interface ProcessOptions {
  /** Limits of scripts in JavaScript, which need no permission: they reach nothing. */
  readonly script?: Partial<ScriptLimits>;
  /** The shell for `run: shell` (`/bin/sh`, say); without one such tasks wait until there is. */
  readonly shell?: string;
  /** The Python for scripts in Python; without one such tasks wait until there is. */
  readonly python?: string;
  /** The user that shells and Python run as; nobody when this process is root, else the user of this process. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Milliseconds for a shell or Python, 60,000 by default. */
  readonly time?: number;
  /** Bytes that a shell or Python may write, 1 MB by default. */
  readonly output?: number;
}
