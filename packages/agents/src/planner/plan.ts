import type { Json, JsonObject } from '@batonhq/core';

/*
 * The contract of planning. A planner proposes a draft: which functions, with which arguments, after what. It computes
 * neither risk nor cost, and nothing it says about them is believed: one reading of the draft against the catalog
 * (`validate/`) checks it and makes the plan of it, whoever proposed it.
 */

/** What somebody wants, and what is known about the one who asks. The time is given: a planner has no clock. */
export interface PlanRequest {
  /** In plain words, in any language. With `type`, the description of what is wanted. */
  readonly goal: string;
  /** A kind of work known by name: `financial-planning`. */
  readonly type?: string;
  /** Each of them resolves to a function, or the plan is refused with the reason. */
  readonly requirements?: readonly string[];
  /** Facts of the business, or answers to questions that were asked before. */
  readonly context?: JsonObject;
  readonly user?: string;
  /** Whose budget planning is paid from, where a model plans; `local` by default. */
  readonly tenant?: string;
  readonly workspace?: WorkspaceFacts;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** IANA zone of whoever asks: what `tomorrow` means. */
  readonly zone: string;
}

/** What a planner may know of a workspace: names, never contents. */
export interface WorkspaceFacts {
  /** Paths from its root. */
  readonly files: readonly string[];
  /** Who is in its address book: every name of each, and where they belong. */
  readonly people: readonly KnownPerson[];
}

/** Somebody a goal may speak of. */
export interface KnownPerson {
  readonly names: readonly string[];
  readonly organisation: string | null;
}

/** How bad it is when a task goes wrong: nothing lost, something to mend, or money, people or reputation. */
export type Risk = 'low' | 'medium' | 'high';

/** An estimated amount: four times of five it lies between `low` and `high`. */
export type Interval = { readonly low: number; readonly expected: number; readonly high: number };

/** What a function says about itself for the sake of planning. Everything has a cautious default. */
export type PlanningFacts = {
  /** `low` where it may be repeated safely and writes nothing, else `medium`. */
  readonly risk?: Risk;
  /** Why it has that risk, in a few words. */
  readonly why?: string;
  /** What it looks at, in words a person knows: `documents`, `contacts`, `calendar`. */
  readonly reads?: readonly string[];
  /** What it changes. */
  readonly writes?: readonly string[];
  /** Nobody can take it back: mail that was sent, money that was paid. */
  readonly isIrreversible?: boolean;
  /** The function that undoes it, given the same arguments and its output. */
  readonly undo?: string;
  /** Milliseconds; half a second with a wide interval when nothing is known. */
  readonly duration?: Interval;
  /** Tokens of models it uses; none when missing. */
  readonly tokens?: Interval;
};

/** A function that plans may use, as the catalog knows it. */
export type PlannableFunction = {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** JSON Schema of its arguments, an object. */
  readonly input: JsonObject;
  /** JSON Schema of what it puts out; null when it does not say, and then references into it are not checked. */
  readonly output: JsonObject | null;
  readonly facts: PlanningFacts;
  /** SHA-256 of everything above: what a plan was approved for. */
  readonly hash: string;
};

/**
 * One task of a draft. Arguments are data with jq expressions (`${ … }`) anywhere in them; what another task put out is
 * `$context.NAME`, so `"paths": "${ $context.search.documents | map(.path) }"`.
 */
export type DraftTask = {
  /** Lower-case words with `_`: it names the branch and what it exports. */
  readonly name: string;
  readonly function: string;
  /** The newest one when it is missing. */
  readonly version?: string;
  readonly with: JsonObject;
  /** Tasks it waits for beyond those its arguments refer to. */
  readonly after?: readonly string[];
  /** Only when this jq expression holds. */
  readonly if?: string;
  /** What it is for, in the words of the goal's language: people read it in the plan. */
  readonly purpose: string;
};

/** A question whose answer would change the plan. */
export type Question = {
  /** The member of `context` that answers it. */
  readonly name: string;
  readonly text: string;
  /** Answers that are possible, when they are few. */
  readonly choices?: readonly string[];
};

/** Where a plan came from. */
export type PlanOrigin = {
  /** `templates`, `symbolic`, `model openai/…`, `edited by ada`. */
  readonly planner: string;
  /** From 0 to 1, as far as the planner knows itself. */
  readonly confidence: number;
  /** Why this plan, in one sentence. */
  readonly why: string;
};

/** What a planner proposes. */
export type PlanDraft = {
  /** In the goal's language, at most ten words. */
  readonly title: string;
  readonly tasks: readonly DraftTask[];
  /** jq expression over `$context` for what the execution puts out; all exports by name when it is missing. */
  readonly result?: string;
  /** What was taken for granted, each in one sentence a person can contradict. */
  readonly assumptions: readonly string[];
  readonly questions: readonly Question[];
  readonly origin: PlanOrigin;
};

/** A planner is not sure enough to propose anything, and says what it would have to know. */
export interface Abstention {
  readonly kind: 'abstained';
  readonly why: string;
  readonly questions: readonly Question[];
  /** It knows what work this is, and only facts are missing: nobody else needs to be asked. */
  readonly isUnderstood?: true;
}

/** What a planner comes to. */
export type Proposal = { readonly kind: 'draft'; readonly draft: PlanDraft } | Abstention;

/** Proposes how to reach a goal with the functions there are. It changes nothing and asks nobody but its model. */
export interface Planner {
  readonly name: string;
  /** It guesses from words: where no function fits what it drafted, people are asked, and not shown what is wrong with it. */
  readonly guesses?: true;
  propose(request: PlanRequest, functions: readonly PlannableFunction[]): Promise<Proposal>;
}

/** One task of a plan, with what the catalog says about it. */
export type PlannedTask = {
  readonly name: string;
  /** `name:version`. */
  readonly function: string;
  readonly purpose: string;
  /** Every task it waits for. */
  readonly after: readonly string[];
  /** Dependency level, from 0: for people, an execution has no barriers. */
  readonly level: number;
  readonly risk: Risk;
  readonly why: string;
  readonly isIrreversible: boolean;
  readonly undo: string | null;
  /** True when a person must agree before it is done. */
  readonly needsApproval: boolean;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly duration: Interval;
  readonly tokens: Interval | null;
};

/** What carrying out a plan takes. */
export type PlanEstimate = {
  /** Milliseconds along the critical path; waiting for people is not in it. */
  readonly duration: Interval;
  /** The tasks that decide how long it takes. */
  readonly criticalPath: readonly string[];
  readonly tokens: Interval;
  /** In `currency`; null when nobody said what the tokens cost. */
  readonly money: Interval | null;
  readonly currency: string;
};

/** What a requirement comes to in a plan: the tasks that meet it. */
export type ResolvedRequirement = { readonly requirement: string; readonly tasks: readonly string[] };

/** A plan: a definition that was made by a planner, checked, and described so that somebody can agree to it. */
export type Plan = {
  readonly goal: string;
  readonly title: string;
  /** The workflow definition: one `fork` with `metadata.after`. */
  readonly definition: JsonObject;
  readonly tasks: readonly PlannedTask[];
  readonly estimate: PlanEstimate;
  readonly assumptions: readonly string[];
  readonly questions: readonly Question[];
  readonly origin: PlanOrigin;
  /** SHA-256 over the canonical form of definition, functions with their hashes, budgets and policy. */
  readonly hash: string;
  /** What it had to do, and which tasks do it. */
  readonly requirements: readonly ResolvedRequirement[];
  /** What of the workspace the plan touches. */
  readonly touches: { readonly reads: readonly string[]; readonly writes: readonly string[] };
};

/** What is wrong with a proposed plan, said so that its author (a person or a model) can mend it. */
export type PlanProblem = {
  /** The task, or null for the plan as a whole. */
  readonly task: string | null;
  /** Where in the task: `with.paths`. */
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  /** What was found there. */
  readonly found?: Json;
};
