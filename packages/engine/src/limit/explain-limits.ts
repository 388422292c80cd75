import { obstacleOf, type FactStreams } from '@batonhq/core';
import type { ExecutionDetails } from '../engine.ts';
import { explained } from './obstacle-text.ts';
import { storedLimit } from './stored-limits.ts';
import { resourceAsked } from './target.ts';

/**
 * Adds to the limits that an execution waits for why it does, as the journal has it: for whoever reads it without an engine.
 *
 * @example
 * const { waitingFor } = await explainLimits(journal.streams, detailsOf(program, state, events));
 */
export async function explainLimits(
  streams: Pick<FactStreams, 'facts' | 'standing'>,
  details: ExecutionDetails,
): Promise<ExecutionDetails> {
  const now = Date.now();
  const waitingFor = details.waitingFor.map(async (entry) => {
    if (entry.kind !== 'gate' || entry.gate !== 'limit') return entry;
    const state = await storedLimit(streams, details.view.tenant, resourceAsked(entry.asks));
    return explained(entry, obstacleOf(state, now));
  });
  return { ...details, waitingFor: await Promise.all(waitingFor) };
}
