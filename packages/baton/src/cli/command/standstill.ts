import type { Recorded } from '@batonhq/core';

/** Notices when an execution stands still because of something that no waiting mends. */
export interface Standstill {
  readonly signal: AbortSignal;
  heard(recorded: Recorded): void;
}

const patience = 300;

/**
 * A missing function, a step that keeps killing its process, a function that went another way: a person must act, and
 * waiting for it in this process is of no use. Not so a pause, because whoever ordered it may resume it.
 */
export function watchStandstill(): Standstill {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: controller.signal,
    heard({ event }) {
      if (event.kind === 'execution.suspended' && event.cause !== 'person') {
        timer = setTimeout(() => controller.abort(), patience);
      } else if (event.kind.startsWith('execution.')) clearTimeout(timer);
    },
  };
}
