import type { OpenApproval } from './open-approval.ts';
import type { GateWish } from './wish.ts';

/** How far a step is that was not claimed yet: it stands before the first of these gates, or has passed them all. */
export interface GatedState {
  readonly kind: 'gated';
  /** The attempt that is claimed behind them. */
  readonly attempt: number;
  readonly gates: readonly GateWish[];
  /** What people are asked, while they are. */
  readonly approval: OpenApproval | null;
  /** Who changed what the call is given, while people were asked about it. */
  readonly amendedBy?: string;
  /** The attempt before was cut short by the end of its process. */
  readonly recovered?: true;
}
