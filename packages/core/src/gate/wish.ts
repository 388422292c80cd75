import type { JsonObject } from '../kernel/json.ts';

/** What may stand between a call and its claim, in the order in which a call comes to them. */
export const gateNames = ['approval', 'basis', 'budget', 'limit'] as const;

/** One of the gates. */
export type GateName = (typeof gateNames)[number];

/** A gate that a call has to pass, and what it asks for there; recorded with the step that it holds up. */
export interface GateWish {
  readonly gate: GateName;
  readonly asks: JsonObject;
}

/** Code of a durable function, as gates see it: what it says about itself. */
export interface StepCode {
  readonly kind: 'step';
  readonly about?: JsonObject;
}
