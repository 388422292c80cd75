/** The phase of a schedule, in the shape of the phase of an execution that is most like it. */
export function lookOf(phase: string): { readonly phase: string; readonly substate: string } {
  const looks: Readonly<Record<string, string>> = { active: 'running', paused: 'suspended', deleted: 'cancelled' };
  return { phase: looks[phase] ?? 'pending', substate: phase };
}
