import type { ApprovalReading, Approvals } from '@batonhq/engine';

/** What the approvals of an owner need of it. */
export interface ApprovalOwner {
  /** Who answers now: the engine, or the journal while nothing moves. */
  readonly reading: () => ApprovalReading;
  /** The engine's, started when nobody did before. */
  readonly begin: () => Promise<Approvals>;
}

/** The approvals of an owner, before and after its engine runs: reading starts nothing, an answer does. */
export function ownerApprovals({ reading, begin }: ApprovalOwner): Approvals {
  return {
    list: (filter) => reading().list(filter),
    approve: async (id, answer) => (await begin()).approve(id, answer),
    deny: async (id, answer) => (await begin()).deny(id, answer),
    amend: async (id, change) => (await begin()).amend(id, change),
  };
}
