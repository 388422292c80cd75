import type { Outcome } from '../step/effect.ts';
import type { StepOrder } from '../step/step.ts';

/** Makes the outside call of a step. Never throws: whatever goes wrong is an outcome. */
export type Perform = (order: StepOrder, signal: AbortSignal) => Promise<Outcome>;
