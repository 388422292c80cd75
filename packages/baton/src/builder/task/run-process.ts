import type { Json } from '@batonhq/core';
import type { Duration } from '../duration.ts';
import type { Value } from '../expression/value.ts';
import { toTemplate } from '../expression/write.ts';
import { resolve, type Given } from '../given.ts';
import type { Scope, SeesSecrets } from '../scope.ts';
import type { Task } from './task.ts';

/** What every process is given. */
export interface ProcessInput {
  readonly stdin?: Value<string>;
  readonly arguments?: readonly Value<string>[];
  readonly environment?: Value<Readonly<Record<string, string>>>;
}

/** A container, a script, or a shell command. */
export type Process =
  | {
      readonly container: ProcessInput & {
        readonly image: string;
        readonly name?: string;
        readonly command?: string;
        readonly ports?: Readonly<Record<string, Json>>;
        readonly volumes?: Readonly<Record<string, Json>>;
        readonly lifetime?: { readonly cleanup: 'always' | 'never' | 'eventually'; readonly after?: Duration };
        readonly pullPolicy?: 'ifNotPresent' | 'always' | 'never';
      };
    }
  | {
      readonly script: ProcessInput & { readonly language: string } & (
          | { readonly code: string }
          | { readonly source: { readonly endpoint: string; readonly name?: string } }
        );
    }
  | { readonly shell: ProcessInput & { readonly command: string } };

/** What a process ended with. */
export interface ProcessResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Returned {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
  readonly all: ProcessResult;
  readonly none: null;
}

/**
 * `run: container`, `run: script`, `run: shell`. Puts out what the process printed, or what `return` says.
 *
 * @example .do('count', runProcess({ shell: { command: 'wc', arguments: ['-l'] } }, { return: 'all' }))
 */
export function runProcess<S extends Scope, const Return extends keyof Returned = 'stdout'>(
  process: Given<SeesSecrets<S>, Process>,
  options: { readonly return?: Return } = {},
): Task<S, Returned[Return]> {
  return { definition: { run: toTemplate({ ...resolve(process), ...options }) } };
}
