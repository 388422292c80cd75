import type { GateHost, Gatekeeper } from './gatekeeper.ts';

/** Makes a gatekeeper of an engine. */
export type MakeGatekeeper = (host: GateHost) => Gatekeeper;

/** The gatekeepers in the order of their gates. */
export function keepersOf(host: GateHost, made: readonly MakeGatekeeper[]): readonly Gatekeeper[] {
  const keepers = made.map((make) => make(host));
  const first = keepers.filter(({ gate }) => gate === 'basis' || gate === 'budget');
  return [...first, ...keepers.filter(({ gate }) => gate === 'limit')];
}
