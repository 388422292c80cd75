/** A person's yes. */
export interface Vote {
  readonly by: string;
  /** The role that gave the right to; absent where no role is asked for. */
  readonly role?: string;
}

/** A question that people have not answered yet. */
export interface OpenApproval {
  readonly id: string;
  /** Of the call, its arguments included: the answer is about exactly this. */
  readonly hash: string;
  readonly since: number;
  /** When nobody may say yes any more. */
  readonly due: number;
  /** Distinct people. */
  readonly votes: readonly Vote[];
}

/** An approval that was used: a retry of the same step with the same call is the same use. */
export interface UsedApproval {
  readonly id: string;
  readonly hash: string;
  /** Of the call alone, whatever it is made with. */
  readonly call: string;
}
