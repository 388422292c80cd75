/** Builtins about what is outside of the program; the host decides which of them know anything. */
import { JqError } from '../errors/jq-error.ts';
import { JqHaltError } from '../errors/jq-halt-error.ts';
import { fromLink } from '../compile/code.ts';
import type { Special } from '../compile/scope.ts';
import { STOP } from '../machine/machine.ts';
import type { Run } from '../machine/run.ts';
import { WHOLE_RUN } from '../machine/run.ts';
import { describe } from '../value/describe.ts';
import type { Json } from '../value/json.ts';
import type { Native0, Natives } from './native.ts';

const now: Native0 = (_input, { host }) => {
  if (host.now === undefined) throw new JqError('now: the host gave no time');
  return host.now;
};

const input: Native0 = (_input, { host }) => {
  const value = host.input?.();
  // The same text that ends a repetition in the language, so that `inputs` can tell it from other errors.
  if (value === undefined) throw new JqError('No more inputs');
  return value;
};

// Hosts get copies: folds may go on to change the value in place, and a host might change it at any time.
const debug: Native0 = (value, { host }) => {
  host.debug?.(structuredClone(value));
  return value;
};

const stderr: Native0 = (value, { host }) => {
  host.stderr?.(structuredClone(value));
  return value;
};

function halt(value: Json, code: Json, run: Run): Json {
  if (typeof code !== 'number') throw new JqError(`${describe(value, run)} halt_error/1: number required`);
  throw new JqHaltError(value, code);
}

const modulemeta: Native0 = () => {
  throw new JqError('modules are not supported: modulemeta needs a file system');
};

export const ENVIRONMENT_NATIVES: Natives = {
  none: {
    now,
    input,
    debug,
    stderr,
    modulemeta,
    env: (_input, { host }) => ({ ...host.env }),
    halt_error: (value, run) => halt(value, 5, run),
    input_filename: () => null,
    input_line_number: () => 0,
    get_search_list: () => [],
    have_decnum: () => false,
    have_literal_numbers: () => false,
  },
  one: { halt_error: halt },
};

const stop: Special = () =>
  fromLink(() => (_value, _path, frame) => {
    frame.run.target = WHOLE_RUN;
    return STOP;
  });

const inputs: Special = () =>
  fromLink(({ exec }) => (_value, path, frame) => {
    const { run } = frame;
    for (let value = run.host.input?.(); value !== undefined; value = run.host.input?.()) {
      run.step();
      const signal = exec(value, path, frame);
      if (signal !== 0) return signal;
    }
    return 0;
  });

export const ENVIRONMENT_SPECIALS: readonly (readonly [string, Special])[] = [
  ['halt/0', stop],
  ['inputs/0', inputs],
];
