import type { Json } from '../../client.ts';
import type { PendingApproval } from '../../client/approvals.ts';
import { moneyText } from '../../money.ts';

/** What is asked, in a line that is short enough for a list. */
export function titleOf({ kind, what, call }: PendingApproval): string {
  // Which kind of thing is called and its version stand with the call.
  if (kind === 'call') return what.replace(/^function /, '').replace(/:\d[\w.-]*$/, '');
  if (kind !== 'budget') return what;
  const [of, measure, currency] = ['of', 'measure', 'currency'].map((name) => textIn(call[name]));
  const { to } = call;
  if (typeof to !== 'number' || measure === undefined) return what;
  const limit = measure === 'money' ? moneyText(to, currency ?? null) : `${to} ${measure}`;
  return `More for ${of ?? 'a call'}: up to ${limit}`;
}

function textIn(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const kinds: Readonly<Record<PendingApproval['kind'], string>> = {
  call: 'a call',
  revision: 'another plan',
  basis: 'what changed meanwhile',
  budget: 'a budget',
};

/** What kind of question it is, in words. */
export function kindText({ kind }: PendingApproval): string {
  return kinds[kind];
}
