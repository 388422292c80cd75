import type { Counts } from './counts.ts';
import { levelOf, type HealthMeasure, type HealthSign, type HealthThresholds } from './health-level.ts';
import { shown } from './numbers.ts';

/** So many tasks have to end before their success says anything. */
const leastEnded = 20;

/** Measures everything that health is judged by. */
export function readSigns(counts: Counts, thresholds: HealthThresholds): readonly HealthSign[] {
  const { story, executions, overdue, openApprovals, freeBytes } = counts;
  const ended = story.completed + story.faulted;
  const suspended = executions['suspended'] ?? 0;
  const sign = (measure: HealthMeasure, value: number | null, message: string): HealthSign => ({
    measure,
    value,
    message,
    ...levelOf(measure, value, thresholds),
  });
  return [
    sign('successRate', ended < leastEnded ? null : story.completed / ended, successText(story.completed, ended)),
    sign(
      'suspended',
      suspended,
      `${counted(suspended, 'execution')} stand${suspended === 1 ? 's' : ''} still until somebody acts`,
    ),
    sign('ambiguous', story.ambiguous, `of ${counted(story.ambiguous, 'step')} nobody knows whether it happened`),
    sign('overdue', overdue, overdue === 0 ? 'no timer is late' : `the oldest timer is ${shown(overdue)} late`),
    sign(
      'approvals',
      openApprovals,
      openApprovals === 0 ? 'nobody is asked anything' : `the oldest open question is ${shown(openApprovals)} old`,
    ),
    sign(
      'disk',
      freeBytes,
      freeBytes === null ? 'nobody knows how much room the disk has' : `the disk has room for ${roomText(freeBytes)}`,
    ),
  ];
}

function successText(completed: number, ended: number): string {
  return ended === 0
    ? 'no task has ended lately'
    : `${completed} of ${counted(ended, 'task')} that ended lately completed`;
}

function counted(number: number, noun: string): string {
  return `${number === 0 ? 'no' : number} ${noun}${number === 1 ? '' : 's'}`;
}

function roomText(bytes: number): string {
  return bytes >= 1e9 ? `${Math.round(bytes / 1e8) / 10} GB` : `${Math.round(bytes / 1e6)} MB`;
}
