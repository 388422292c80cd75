import { fault, type Settlement } from '@batonhq/core';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { readJsonArgument } from '../argument/json-argument.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes } from '../exit-code.ts';
import { command, operator } from './control.ts';

/** `baton settle ID STEP --completed JSON|--failed|--repeat`. */
export const settle: Action = async (typed, terminal) => {
  const [id = '', step = ''] = typed.positionals;
  const decision = await decisionOf(typed);
  await command({ typed, terminal, id }, (door) => door.settle(id, step, { by: operator(), decision }));
  return exitCodes.ok;
};

async function decisionOf(typed: Arguments): Promise<Settlement> {
  const given = ['completed', 'failed', 'repeat'].filter((name) => typed.has(name));
  if (given.length !== 1) {
    throw new UsageError(
      given.length === 0 ? 'what became of the step?' : `--${given.join(' and --')} exclude each other`,
      'give one of --completed JSON, --failed, --repeat',
    );
  }
  if (typed.has('repeat')) return { kind: 'repeat' };
  if (typed.has('failed')) {
    const reason = typed.value('reason') ?? 'a person said that it failed';
    return { kind: 'failed', fault: fault('runtime', reason) };
  }
  return { kind: 'completed', output: await readJsonArgument(typed.value('completed') ?? '', '--completed') };
}
