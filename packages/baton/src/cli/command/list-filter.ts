import type { ExecutionFilter, Phase } from '@batonhq/core';
import type { Arguments } from '../argument/arguments.ts';
import { instantOf } from '../argument/instant.ts';
import { UsageError } from '../argument/usage-error.ts';

/** Executions that a list shows at once. */
export const pageLength = 20;

const phases: Readonly<Record<Phase, true>> = {
  pending: true,
  running: true,
  waiting: true,
  suspended: true,
  cancelled: true,
  faulted: true,
  completed: true,
};

/** What the command line wants listed. Throws {@link UsageError}. */
export function filterOf(typed: Arguments): ExecutionFilter {
  const now = Date.now();
  const wanted = typed.values('phase').flatMap((value) => value.split(','));
  return {
    limit: limitOf(typed.value('limit')),
    ...(wanted.length > 0 && { phases: wanted.map(phaseOf) }),
    ...namesOf(typed.value('name')),
    ...given('since', instantOf(typed, 'since', now)),
    ...given('until', instantOf(typed, 'until', now)),
    ...given('text', typed.value('text')),
    ...given('before', typed.value('before')),
  };
}

function namesOf(text: string | undefined): Pick<ExecutionFilter, 'namespace' | 'name' | 'version'> {
  const { namespace, name, version } =
    /^(?:(?<namespace>[^/:]+)\/)?(?<name>[^/:]*)(?::(?<version>[^/:]+))?$/.exec(text ?? '')?.groups ?? {};
  if (text !== undefined && name === undefined) {
    throw new UsageError(`--name ${text} names no definition`, '--name NAME, NAMESPACE/NAME or NAMESPACE/NAME:VERSION');
  }
  return {
    ...given('namespace', namespace),
    ...given('name', name === '' ? undefined : name),
    ...given('version', version),
  };
}

function given<K extends string, T>(name: K, value: T | undefined): { readonly [name in K]?: T } {
  const members: { [name in K]?: T } = {};
  if (value !== undefined) members[name] = value;
  return members;
}

function limitOf(given: string | undefined): number {
  if (given === undefined) return pageLength;
  if (!/^[1-9]\d{0,5}$/.test(given)) throw new UsageError(`--limit is a number from 1 to 999999, not ${given}`);
  return Number(given);
}

function phaseOf(given: string): Phase {
  if (isPhase(given)) return given;
  throw new UsageError(`--phase ${given} does not exist`, `one of ${Object.keys(phases).join(', ')}`);
}

function isPhase(given: string): given is Phase {
  return Object.hasOwn(phases, given);
}
