import * as vitest from 'vitest';
import { durabilityLaws, snapshotLaws } from './durability-laws.ts';
import { factLaws, fenceLaws } from './fence-laws.ts';
import { listenLaws, timerLaws, viewLaws } from './fold-laws.ts';
import { groupLaws } from './group-laws.ts';
import { type JournalPlace, type Laws, uphold } from './law.ts';
import { modelLaw } from './model-law.ts';
import { catalogLaws, idempotencyLaws, pagingLaws } from './reading-laws.ts';
import { valueLaws } from './value-laws.ts';

/** The laws by the part of the contract they are about. */
const parts: Readonly<Record<string, Laws>> = {
  'the fence': fenceLaws,
  'facts that are true once': factLaws,
  'commits of one turn': groupLaws,
  'opening again': durabilityLaws,
  snapshots: snapshotLaws,
  timers: timerLaws,
  listens: listenLaws,
  'rows of executions': viewLaws,
  'reading in pages': pagingLaws,
  'idempotency keys': idempotencyLaws,
  definitions: catalogLaws,
  values: valueLaws,
};

/** One test for each law, each in a place of its own. */
export function declareLaws(name: string, makePlace: () => Promise<JournalPlace>): void {
  vitest.describe(name, () => {
    for (const [part, laws] of Object.entries(parts)) {
      vitest.describe(part, () => {
        for (const [says, law] of Object.entries(laws)) {
          vitest.test(says, async () => uphold(law, await makePlace()));
        }
      });
    }
    vitest.test('random commits give what a model gives', modelLaw(makePlace));
  });
}
