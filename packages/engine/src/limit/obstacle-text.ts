import { fault, formatIsoDuration, type Fault, type Obstacle } from '@batonhq/core';
import type { WaitingAtGate } from '../gate/gatekeeper.ts';
import { resourceAsked } from './target.ts';

/** Adds to a step that waits at the gate of a resource why it does, and until when. */
export function explained(entry: WaitingAtGate, obstacle: Obstacle | null): WaitingAtGate {
  const resource = resourceAsked(entry.asks).replace(/^host\//, '');
  const until = obstacle?.until === undefined ? {} : { until: obstacle.until };
  return {
    ...entry,
    detail: `${resource}: ${obstacle === null ? 'its turn comes' : obstacleText(obstacle)}`,
    ...until,
  };
}

/** The fault of a call that does not want to wait for so long. */
export function limitFault(resource: string, obstacle: Obstacle): Fault {
  const name = resource.replace(/^host\//, '');
  const until = obstacle.until === undefined ? '' : ` until ${new Date(obstacle.until).toISOString()}`;
  return fault('communication', `${name}: ${obstacleText(obstacle)}${until}, and nothing was sent`, { status: 429 });
}

/** Why calls wait for a resource, in a few words. */
export function obstacleText(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'held':
      return 'it asked for silence (Retry-After)';
    case 'open':
      return `circuit open after ${obstacle.failures} failures`;
    case 'probing':
      return `circuit open after ${obstacle.failures} failures, one call is trying`;
    case 'concurrency':
      return `${obstacle.count} of ${obstacle.count} places taken`;
    case 'rate':
      return `${obstacle.count} per ${periodText(obstacle.per)} used`;
    case 'quota':
      return `${obstacle.count} of ${obstacle.count} used this ${obstacle.window}`;
  }
}

const periods: Readonly<Record<number, string>> = {
  1_000: 'second',
  60_000: 'minute',
  3_600_000: 'hour',
  86_400_000: 'day',
};

/** A period as people say it, where there is a word. */
function periodText(per: number): string {
  return periods[per] ?? formatIsoDuration(per);
}
