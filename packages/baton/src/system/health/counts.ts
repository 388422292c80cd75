import type { Story } from './journal-story.ts';

/** What the journal counts. */
export interface Counts {
  readonly tasks: Readonly<Record<string, number>>;
  readonly executions: Readonly<Record<string, number>>;
  /** By currency; money in millionths. */
  readonly costs: readonly {
    readonly currency: string;
    readonly money: number;
    readonly tokens: number;
    readonly calls: number;
  }[];
  readonly story: Story;
  /** Milliseconds that the oldest timer is late. */
  readonly overdue: number;
  /** Milliseconds that the oldest open question to people is old. */
  readonly openApprovals: number;
  /** Room on the disk of the folder; null when nobody knows. */
  readonly freeBytes: number | null;
}

/** What is counted. */
export interface CountRequest {
  readonly dataDir: string;
  readonly now: number;
  /** What was recorded before is not lately. */
  readonly since: number;
}
