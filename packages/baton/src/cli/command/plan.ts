import { existsSync } from 'node:fs';
import { nearest } from '../../nearest.ts';
import type { Action } from '../argument/command-specification.ts';
import { UsageError } from '../argument/usage-error.ts';
import { planDeeds } from '../plan/plan-deeds.ts';
import { planGoal } from '../plan/plan-goal.ts';
import { planFile } from './plan-file.ts';

const deeds = Object.keys(planDeeds);

function meant(typed: string): string {
  const deed = nearest(typed, deeds);
  return deed === undefined ? `baton plan "what you want done", a file, or ${deeds.join(', ')}` : `baton plan ${deed}`;
}

/** `baton plan FILE`, `baton plan "<goal>"`, `baton plan list|show|edit|diff|approve|revert …`. */
export const plan: Action = (typed, terminal) => {
  const [first = ''] = typed.positionals;
  const deed = Object.hasOwn(planDeeds, first) && !existsSync(first) ? planDeeds[first] : undefined;
  if (deed !== undefined) return deed(typed, terminal);
  // A goal is a sentence; a single word that is no file is a file that is missing.
  const isGoal = first.trim() === '' || /\s/.test(first.trim()) || typed.has('type');
  if (isGoal && !existsSync(first)) return planGoal(typed, terminal);
  if (!existsSync(first)) throw new UsageError(`there is no file ${first}, and a goal is a sentence`, meant(first));
  return planFile(typed, terminal);
};
