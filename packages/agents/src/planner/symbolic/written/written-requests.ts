import type { PlanExample } from '../example.ts';
import { documentRequests } from './documents.ts';
import { moneyRequests } from './money.ts';
import { peopleRequests } from './people.ts';
import { workRequests } from './work.ts';
import type { WrittenRequests } from './written.ts';

const all: readonly WrittenRequests[] = [documentRequests, peopleRequests, moneyRequests, workRequests];

/** Requests that were written for the functions of a workspace, English and Hebrew, each with its plan. */
export const writtenRequests: {
  readonly training: readonly PlanExample[];
  /** To see what the learning is worth. */
  readonly check: readonly PlanExample[];
} = { training: examplesOf('training'), check: examplesOf('check') };

function examplesOf(part: 'training' | 'check'): readonly PlanExample[] {
  return all.flatMap((requests) =>
    Object.entries(requests).flatMap(([chain, written]) =>
      written[part].map((request) => ({ request, tools: chain.split(' > ') })),
    ),
  );
}
