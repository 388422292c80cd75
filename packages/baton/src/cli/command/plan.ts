import { existsSync } from 'node:fs';
import type { Action } from '../argument/command-specification.ts';
import { planDeeds } from '../plan/plan-deeds.ts';
import { planGoal } from '../plan/plan-goal.ts';
import { planFile } from './plan-file.ts';

/** `baton plan FILE`, `baton plan "<goal>"`, `baton plan list|show|diff|approve|revert …`. */
export const plan: Action = (typed, terminal) => {
  const [first = ''] = typed.positionals;
  const deed = Object.hasOwn(planDeeds, first) && !existsSync(first) ? planDeeds[first] : undefined;
  if (deed !== undefined) return deed(typed, terminal);
  // A goal is a sentence; a single word that is no file is a file that is missing.
  const isGoal = first.trim() === '' || /\s/.test(first.trim()) || typed.has('type');
  if (isGoal && !existsSync(first)) return planGoal(typed, terminal);
  return planFile(typed, terminal);
};
