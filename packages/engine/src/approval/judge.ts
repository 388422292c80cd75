import {
  approvalAsks,
  callHash,
  describe,
  judge,
  type Effect,
  type GatedCall,
  type JudgedCall,
  type Json,
  type JsonObject,
  type Policy,
  type Risk,
  usedApproval,
} from '@batonhq/core';
import type { FunctionRegistry, RegisteredFunction } from '../function/registry.ts';
import type { ApprovalJudge } from '../gate/gates.ts';

/** What judging calls needs. */
export interface JudgeHost {
  readonly policy: Policy;
  readonly registry: Pick<FunctionRegistry, 'find'>;
  /** What prices are in. */
  readonly currency: string;
  readonly now: () => number;
}

const order: readonly Risk[] = ['low', 'medium', 'high'];
const reading = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/**
 * Asks people about calls by what the definition says, what the function says about itself, and the policy in force. What
 * the definition asks for is asked whatever the policy allows; the policy may ask for more, or refuse.
 */
export function approvalJudge({ policy, registry, currency, now }: JudgeHost): ApprovalJudge {
  const isPlain = policy.rules.length === 0 && policy.mode === 'supervised';
  const judged: ApprovalJudge = {
    objection({ order, resident }) {
      const { effect, id: step, attempt, execution } = order;
      const { state } = resident;
      if (effect.kind !== 'function' || state === null) return null;
      const used = usedApproval(state, step);
      const callee = registry.find(effect.name, effect.version);
      if (used === undefined && isPlain && callee?.risk !== 'high') return null;
      if (used !== undefined) {
        const isSame = used.hash === callHash(effect, subjectOf(callee, undefined));
        return isSame ? null : `${effect.name} has become another function since it was approved`;
      }
      const { origin } = state;
      const call = { execution, origin, step, attempt, call: effect, identity: null, budget: undefined };
      const wish = judged.wish({ ...call, metadata: { other: {} }, approval: null });
      return wish === null ? null : `${effect.name} was not known when it was decided on, and it has to be approved`;
    },
    wish({ call, approval, metadata, step }: GatedCall): JsonObject | null {
      if (call.kind === 'step' || call.kind === 'lock' || call.kind === 'unavailable') return null;
      const callee = call.kind === 'function' ? registry.find(call.name, call.version) : undefined;
      const said = step.includes('|') ? undefined : metadata.risk;
      if (isPlain && approval === null && said !== 'high' && callee?.risk !== 'high') return null;
      const risk = highest([callee?.risk, said, riskOfKind(call)]);
      const verdict = judge(policy, judgedCall(call, risk, now()));
      if (verdict.kind === 'refuse') return { refuse: verdict.reason };
      if (verdict.kind === 'allow' && approval === null) return null;
      const asked = verdict.kind === 'ask' ? verdict : null;
      const reason = approval?.reason ?? asked?.reason ?? 'the definition asks for it';
      return {
        ...approvalAsks(stricter(approval, asked), {
          reason,
          subject: subjectOf(callee, metadata.pinned),
          fourEyes: asked?.fourEyes ?? false,
        }),
        risk,
        ...costOf(callee, currency),
        ...(callee !== undefined && callee.undo !== null && { undo: callee.undo }),
      };
    },
  };
  return judged;
}

/** What the call costs, as its function says. */
function costOf(callee: RegisteredFunction | undefined, currency: string): JsonObject {
  const { money, tokens } = callee?.cost ?? {};
  const cost = { ...(money !== undefined && { money, currency }), ...(tokens !== undefined && { tokens }) };
  return Object.keys(cost).length === 0 && callee?.isFree !== true ? {} : { cost };
}

type Rule = NonNullable<GatedCall['approval']>;

/** What either of two asks for: the roles of the policy before those of the definition, the larger quorum, the shorter time. */
function stricter(definition: Rule | null, policy: Rule | null): Rule {
  const roles = policy?.roles ?? definition?.roles;
  const quorum = Math.max(definition?.quorum ?? 1, policy?.quorum ?? 1);
  const times = [definition?.expires, policy?.expires].filter((time) => time !== undefined);
  return { quorum, ...(roles !== undefined && { roles }), ...(times.length > 0 && { expires: Math.min(...times) }) };
}

function judgedCall(call: Effect, risk: Risk, at: number): JudgedCall {
  const name = call.kind === 'function' ? call.name : describe(call);
  return { name, risk, at, arguments: argumentsOf(call), deletes: call.kind === 'http' && call.method === 'DELETE' };
}

function argumentsOf(call: Effect): Json {
  switch (call.kind) {
    case 'function':
    case 'workflow':
      return call.input;
    case 'http':
      return {
        endpoint: call.endpoint,
        query: call.query ?? null,
        headers: call.headers ?? null,
        body: call.body ?? null,
      };
    case 'call':
    case 'process':
      return call.arguments;
    case 'emit': {
      const event: JsonObject = JSON.parse(JSON.stringify(call.event));
      return event;
    }
    case 'lock':
    case 'unavailable':
      return null;
  }
}

/** What a kind of call may do that nobody said anything about: reading is harmless, everything else may change something. */
function riskOfKind(call: Effect): Risk {
  if (call.kind === 'http') return reading.has(call.method) ? 'low' : 'medium';
  return call.kind === 'call' || call.kind === 'process' ? 'medium' : 'low';
}

function highest(risks: readonly (Risk | null | undefined)[]): Risk {
  return risks.reduce<Risk>(
    (most, risk) => (risk !== undefined && risk !== null && order.indexOf(risk) > order.indexOf(most) ? risk : most),
    'low',
  );
}

/** What is behind the name of the call: an approval does not hold for another one under the same name. */
function subjectOf(callee: RegisteredFunction | undefined, pinned: { readonly hash: string } | undefined): Json {
  if (callee !== undefined) {
    const { name, version, digest } = callee;
    return { function: name, version, digest };
  }
  return pinned === undefined ? null : { pinned: pinned.hash };
}
