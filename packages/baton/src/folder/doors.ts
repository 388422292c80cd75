import type { ApprovalReading, BudgetReading, Engine, LimitReading, ScheduleReading } from '@batonhq/engine';

/** What can be asked about executions, of an owner or of the journal itself. */
export type Reading = Pick<Engine, 'details' | 'list' | 'events' | 'publishedEvents'> & {
  readonly approvals: ApprovalReading;
  readonly budgets: BudgetReading;
  readonly limits: LimitReading;
  readonly schedules: ScheduleReading;
};

/** What can be asked of the process that owns a folder. */
export type Commanding = Omit<Engine, 'register' | 'close'>;

/** A folder that was opened; `close` gives it back. */
export interface Opened<Door> {
  readonly door: Door;
  /** Who answers: this process, the owner in another one, or the files. */
  readonly role: 'owner' | 'client' | 'reader';
  close(): Promise<void>;
}
