import type { Json } from './value/json.ts';

/**
 * What a program may learn from outside of its input and variables. Everything is off unless it is given, so that an
 * evaluation depends on nothing but its arguments.
 */
export interface Host {
  /** What `now` answers: seconds since 1970. Default: `now` fails with a JqError. */
  readonly now?: number;
  /** IANA name of the zone that `localtime`, `strflocaltime` and `mktime` of local times use. Default: `UTC`. */
  readonly timeZone?: string;
  /** What `env` and `$ENV` answer. Default: `{}`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called by `input` and `inputs` for the next value; `undefined` means there is none. Default: there is none. */
  readonly input?: () => Json | undefined;
  /** Called by `debug` with the value. Default: nothing happens. */
  readonly debug?: (value: Json) => void;
  /** Called by `stderr` with the value. Default: nothing happens. */
  readonly stderr?: (value: Json) => void;
}
