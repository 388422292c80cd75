import { callHash, readAsks, type ExecutionEvent, type GateWish, type Recorded } from '@batonhq/core';
import { type Check, type StoredExecution, findings } from './examined.ts';

const found = findings(
  'I10',
  'look for the effect on the other side, and report this journal: it is a defect of Baton',
);

/** A step before its gates, as its events tell. */
interface Standing {
  readonly attempt: number;
  /** What it has not passed. */
  readonly gates: readonly GateWish[];
  readonly call: object;
  /** What people were asked last, and who said yes. */
  readonly approval: { readonly id: string; readonly hash: string; readonly by: ReadonlySet<string> } | null;
}

/**
 * I10: an attempt that came to gates is claimed when it has passed all of them; and what people had to approve has the yes
 * of as many of them as were asked for, each counted once, about exactly this call.
 */
export const gatesBeforeClaims: Check<StoredExecution> = ({ id, events }) => {
  const standing = new Map<string, Standing>();
  const approved = new Map<string, string>();
  return events.flatMap((recorded) => {
    const problem = look(recorded, { standing, approved });
    return problem === null ? [] : [found(id, `event ${recorded.seq} ${problem}`)];
  });
};

interface Seen {
  readonly standing: Map<string, Standing>;
  /** Approvals that were used, and for which call. */
  readonly approved: Map<string, string>;
}

function look({ event }: Recorded, seen: Seen): string | null {
  switch (event.kind) {
    case 'task.started':
      if (event.gates !== undefined && event.effect !== undefined)
        seen.standing.set(event.task, { attempt: 1, gates: event.gates, call: event.effect, approval: null });
      return null;
    case 'step.gated':
      seen.standing.set(event.step, {
        attempt: event.attempt,
        gates: event.gates,
        call: callOf(event) ?? seen.standing.get(event.step)?.call ?? {},
        approval: null,
      });
      return null;
    case 'approval.requested':
    case 'approval.decided':
    case 'approval.amended':
      return answer(event, seen.standing);
    case 'gate.passed':
      return passed(event, seen);
    case 'program.revised':
    case 'budget.raised':
    case 'basis.compared':
      return agreedTo(event, seen.standing);
    case 'step.claimed':
      return claimed(event, seen.standing);
    default:
      return null;
  }
}

function callOf({ operation }: ExecutionEvent & { readonly kind: 'step.gated' }): object | undefined {
  if (operation?.kind === 'call') return operation.effect;
  if (operation?.kind !== 'step') return undefined;
  return { kind: 'step', ...(operation.about !== undefined && { about: operation.about }) };
}

function answer(
  event: ExecutionEvent & { readonly kind: `approval.${string}` },
  standing: Map<string, Standing>,
): string | null {
  if (event.kind === 'approval.requested' && event.question !== undefined) {
    const { question: call, asks = {}, approval: id, hash } = event;
    const gates = [{ gate: 'approval', asks }] as const;
    standing.set(event.step, { attempt: 0, gates, call, approval: { id, hash, by: new Set() } });
    return null;
  }
  const at = standing.get(event.step);
  if (at === undefined) return `asks about ${event.step}, which stands before no gate`;
  if (event.kind === 'approval.requested') {
    standing.set(event.step, { ...at, approval: { id: event.approval, hash: event.hash, by: new Set() } });
    return null;
  }
  const { approval } = at;
  if (event.kind === 'approval.amended') {
    standing.set(event.step, { ...at, call: { ...at.call, input: event.input }, approval: null });
    return null;
  }
  if (approval?.id !== event.approval) return `answers ${event.approval}, which nobody was asked`;
  if (event.decision === 'deny') return null;
  if (approval.by.has(event.by)) return `counts ${event.by} twice for ${event.approval}`;
  const by = new Set([...approval.by].filter((one) => event.lapsed?.includes(one) !== true)).add(event.by);
  standing.set(event.step, { ...at, approval: { ...approval, by } });
  return null;
}

function passed(event: ExecutionEvent & { readonly kind: 'gate.passed' }, { standing, approved }: Seen): string | null {
  const at = standing.get(event.step);
  const [first, ...gates] = at?.gates ?? [];
  if (at === undefined || first?.gate !== event.gate) return `lets ${event.step} through a gate it did not come to`;
  standing.set(event.step, { ...at, gates });
  return event.gate === 'approval' ? unapproved(event, { at, wish: first, approved }) : null;
}

/** Why people have not approved what passes as approved; null when they have. */
function unapproved(
  { step, pass }: ExecutionEvent & { readonly kind: 'gate.passed' },
  { at, wish, approved }: { readonly at: Standing; readonly wish: GateWish; readonly approved: Map<string, string> },
): string | null {
  const { quorum, subject } = readAsks(wish.asks);
  const id = typeof pass['approval'] === 'string' ? pass['approval'] : '';
  const call = callHash(at.call, null);
  if (pass['again'] === true) return approved.get(id) === call ? null : `uses ${id} again for another call in ${step}`;
  const isBound = at.approval?.hash === callHash(at.call, subject) && at.approval.id === id;
  if (!isBound) return `lets ${step} through with an approval of another call`;
  if ((at.approval?.by.size ?? 0) < quorum) return `lets ${step} through without the ${quorum} people it takes`;
  if (approved.has(id)) return `uses ${id} twice`;
  approved.set(id, call);
  return null;
}

/** Why people have not agreed to what was decided about the execution as a whole; null when they have, or need not. */
function agreedTo(
  event: ExecutionEvent & { readonly kind: 'program.revised' | 'budget.raised' | 'basis.compared' },
  standing: Map<string, Standing>,
): string | null {
  const [step, at] = [...standing].find(([, one]) => one.approval?.id === event.approval) ?? [];
  if (step === undefined || at?.approval === undefined) return `is by ${event.approval}, which nobody was asked`;
  standing.delete(step);
  if (at.approval?.hash !== callHash(at.call, null)) return `is by ${event.approval}, which was about something else`;
  const { quorum } = readAsks(at.gates[0]?.asks ?? {});
  return at.approval.by.size < quorum ? `is without the ${quorum} people it takes` : null;
}

function claimed(
  { step, attempt }: ExecutionEvent & { readonly kind: 'step.claimed' },
  standing: Map<string, Standing>,
): string | null {
  const at = standing.get(step);
  if (at === undefined || at.attempt !== attempt) return null;
  return at.gates.length === 0
    ? null
    : `claims ${step}, which has not passed ${at.gates.map(({ gate }) => gate).join(', ')}`;
}
