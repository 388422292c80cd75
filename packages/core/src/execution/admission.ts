import type { ApprovalAsks } from '../approval/approval-asks.ts';
import type { Vote } from '../gate/open-approval.ts';
import type { Transition } from './transition.ts';
import type { Answer } from './trigger.ts';

/** What somebody wants to say something about. */
export interface Admitting {
  readonly asks: ApprovalAsks | undefined;
  readonly votes: readonly Vote[];
}

/** The right by which somebody may say something about a question; null when the trigger was refused. */
export function admit(
  tx: Transition,
  { asks, votes }: Admitting,
  said: Pick<Answer, 'approval' | 'by' | 'roles' | 'lapsed'> & { readonly decision?: Answer['decision'] },
): { readonly role?: string } | null {
  const { approval: id, by } = said;
  if (tx.state.phase === 'suspended') {
    tx.refuse('suspended', `execution ${tx.execution} is suspended: resume it, then answer`);
    return null;
  }
  if (asks?.fourEyes === true && by === tx.state.origin.user) {
    tx.refuse('not-allowed', `${by} started it: somebody else has to answer ${id}`);
    return null;
  }
  const right = rightOf(asks?.roles ?? [], said);
  if (right === null)
    tx.refuse('not-allowed', `${by} may not answer ${id}: it takes the role ${asks?.roles.join(' or ')}`);
  const standing = votes.filter((vote) => said.lapsed?.includes(vote.by) !== true);
  if (right === null || said.decision !== 'approve' || !standing.some((vote) => vote.by === by)) return right;
  tx.refuse('decided', `${by} has approved ${id} already; others have to as well`);
  return null;
}

/** The right by which somebody answers: a role that is asked for, or none where none is; null when there is none. */
function rightOf(asked: readonly string[], { roles }: Pick<Answer, 'roles'>): { readonly role?: string } | null {
  if (asked.length === 0 || roles === 'all') return {};
  const role = asked.find((name) => roles.includes(name));
  return role === undefined ? null : { role };
}

/** Why it is not done, as whoever wrote the workflow is told. */
export function denial(by: string, comment: string | undefined): string {
  return comment === undefined || comment === '' ? `${by} denied it` : `${by} denied it: ${comment}`;
}
