import {
  approvalAsks,
  basisDifferences,
  type BasisDifference,
  type ExecutionState,
  type PlanBasis,
  type Program,
} from '@batonhq/core';
import { EngineClosedError, NotFoundError } from '../errors.ts';
import { passed, type GateDoor, type GateHost, type Gatekeeper, type GateRequest } from '../gate/gatekeeper.ts';
import type { BasisOptions } from './basis-options.ts';

/** What comparing needs beside what all gatekeepers do. */
export interface BasisKeeperHost extends Pick<GateHost, 'deliver' | 'stateOf' | 'now' | 'failed'> {
  readonly basis: BasisOptions | undefined;
  programOf(hash: string): Promise<Program>;
}

/**
 * Stands before the calls of approved plans that were not compared for long: what the plan rests on is looked at again. As it was
 * agreed to, the call goes on; otherwise people are asked, with the difference, once for all calls that wait, and the step stands until
 * they have answered. Which calls come here the core decides, from the journal alone.
 */
export class BasisKeeper implements Gatekeeper {
  readonly gate = 'basis';
  readonly #host: BasisKeeperHost;

  constructor(host: BasisKeeperHost) {
    this.#host = host;
  }

  wish(): null {
    return null;
  }

  recorded(): void {
    // Nothing is held for anybody.
  }

  ask(request: GateRequest, door: GateDoor): void {
    this.#compare(request, door).catch((error: unknown) => {
      if (error instanceof EngineClosedError || error instanceof NotFoundError) return;
      // What cannot be looked at is not as it was agreed to.
      const reason = error instanceof Error ? error.message : String(error);
      door.answer({ kind: 'unavailable', reason: `what the plan rests on cannot be looked at: ${reason}` });
    });
  }

  async #compare({ execution, tenant, user }: GateRequest, door: GateDoor): Promise<void> {
    const state = await this.#host.stateOf(execution);
    if (state === null || door.isOver) return;
    const { basis } = this.#host;
    const program = await this.#host.programOf(state.definition.hash);
    const now = basis === undefined ? null : await basis.read({ program, tenant, user });
    if (now === null) {
      door.answer({ kind: 'unavailable', reason: 'nobody here can tell what the plan rests on' });
      return;
    }
    const differences = basisDifferences(agreedBasis(state), now);
    if (differences.length === 0) door.answer(passed({}));
    else await this.#askPeople(state, differences, now);
  }

  async #askPeople(state: ExecutionState, differences: readonly BasisDifference[], basis: PlanBasis): Promise<void> {
    const question = { kind: 'basis', differences, basis } as const;
    const asks = approvalAsks({}, { reason: 'it waited long, and what was agreed to rests on this' });
    const at = this.#host.now();
    await this.#host.deliver(state.id, () => ({ kind: 'ask', at, question, asks }));
  }
}

/** What was agreed to last. */
function agreedBasis({ supervision, origin }: ExecutionState): PlanBasis {
  return supervision?.basis ?? origin.plan?.basis ?? {};
}
