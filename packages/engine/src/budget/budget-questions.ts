import {
  approvalAsks,
  executionAccount,
  partAccount,
  walkFrames,
  type BudgetRefusal,
  type ExecutionState,
  type JsonObject,
  type Program,
  type Question,
} from '@batonhq/core';
import { EngineClosedError, NotFoundError } from '../errors.ts';
import type { BudgetOptions } from './budget-options.ts';

/** What asking for more needs of the engine around it. */
export interface BudgetQuestionsHost {
  readonly options: BudgetOptions;
  /** Asks people about an execution; fulfils with how it stands when that is durable. */
  ask(execution: string, question: Question, asks: JsonObject): Promise<ExecutionState>;
}

/** The execution that wants more, and whether nobody waits for that any more. */
export interface Wanting {
  readonly program: Program;
  readonly state: ExecutionState | null;
  readonly isOver: () => boolean;
}

type BudgetQuestion = Question & { readonly kind: 'budget' };

/** What was to be paid for, and what it is counted in. */
interface Paying {
  readonly of: string;
  readonly currency: string;
}

/**
 * Asks people for more where a budget of an execution says so (`onExceeded: ask`), and waits for their word: the attempt that cannot be
 * paid begins when they raised the limit. The question stands in the journal, so it outlives the process: the attempt that is made
 * after that asks for the same, and waits for the same answer.
 */
export class BudgetQuestions {
  readonly #host: BudgetQuestionsHost;
  readonly #waiting = new Map<string, Set<(state: ExecutionState) => void>>();

  constructor(host: BudgetQuestionsHost) {
    this.#host = host;
  }

  /** True when people let an account spend more; false when they did not, or need not be asked. */
  async moreFor({ program, state, isOver }: Wanting, refusal: BudgetRefusal | null, paying: Paying): Promise<boolean> {
    if (state === null || refusal?.why !== 'cap') return false;
    if (!asks({ program, state, options: this.#host.options }, refusal.account)) return false;
    // What a person set by itself (`baton budget set`) holds whatever was agreed to here.
    if (raisedTo(state, refusal) > refusal.cap) return false;
    const question = questionOf(refusal, paying);
    const reason = `${question.of} may need more than ${question.account} has left`;
    let standing = await this.#host.ask(state.id, question, approvalAsks({}, { reason }));
    while (!isOver() && isOpen(standing, question)) standing = await this.#next(state.id);
    return !isOver() && raisedTo(standing, question) > question.cap;
  }

  /** Events of an execution became durable: what was waited for may be among them. */
  recorded(state: ExecutionState): void {
    const waiting = this.#waiting.get(state.id);
    if (waiting === undefined) return;
    this.#waiting.delete(state.id);
    for (const resolve of waiting) resolve(state);
  }

  #next(execution: string): Promise<ExecutionState> {
    const { promise, resolve } = Promise.withResolvers<ExecutionState>();
    const waiting = this.#waiting.get(execution) ?? new Set();
    this.#waiting.set(execution, waiting.add(resolve));
    return promise;
  }
}

/** What people let an account spend of something; nothing when they were not asked. */
function raisedTo(
  { supervision }: ExecutionState,
  { account, measure }: Pick<BudgetQuestion, 'account' | 'measure'>,
): number {
  return supervision?.raised[account]?.[measure] ?? 0;
}

/** True for errors after which nobody waits for an answer any more. */
export function isGone(error: unknown): boolean {
  return error instanceof NotFoundError || error instanceof EngineClosedError;
}

/** As much again, and enough for what is wanted: who is asked for every call would rather not be asked. */
function questionOf(refusal: BudgetRefusal & { readonly why: 'cap' }, { of, currency }: Paying): BudgetQuestion {
  const { account, measure, cap, spent, reserved, wanted } = refusal;
  const to = Math.max(2 * cap, spent + reserved + wanted);
  return { kind: 'budget', account, measure, cap, spent, reserved, wanted, to, currency, of };
}

function isOpen({ supervision, endedAt }: ExecutionState, { account, measure }: BudgetQuestion): boolean {
  const open = supervision?.open ?? [];
  return (
    endedAt === null &&
    open.some(({ question: one }) => one.kind === 'budget' && one.account === account && one.measure === measure)
  );
}

interface Asking {
  readonly program: Program;
  readonly state: ExecutionState;
  readonly options: BudgetOptions;
}

/** Whether the budget of this account says that people are asked: those of the execution itself, and of its tasks. */
function asks({ program, state, options }: Asking, account: string): boolean {
  if (account === executionAccount(state.id))
    return [program.metadata.budget, state.origin.budget, options.execution].some((one) => one?.onExceeded === 'ask');
  let found = false;
  walkFrames(state, ({ node, key }) => {
    const budget = program.tasks[node]?.metadata.budget;
    found ||= budget?.onExceeded === 'ask' && account === partAccount(state.id, 'task', key);
  });
  return found;
}
