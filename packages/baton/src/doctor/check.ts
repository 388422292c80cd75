/** What a look at one thing found. */
export interface CheckResult {
  /** What was looked at. */
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  /** What to do about it; a finding without a way out is no help. */
  readonly fix?: string;
}

/** Looks at one thing of the machine or the data folder. Never throws: what goes wrong is a result. */
export type DoctorCheck = (dataDir: string) => CheckResult | Promise<CheckResult>;

/** Everything is as it should be. */
export function fine(check: string, detail: string): CheckResult {
  return { check, status: 'ok', detail };
}

/** Something works, but not for long, or not well. */
export function warning(check: string, detail: string, fix: string): CheckResult {
  return { check, status: 'warning', detail, fix };
}

/** Something does not work. */
export function failed(check: string, detail: string, fix: string): CheckResult {
  return { check, status: 'failed', detail, fix };
}

/** What an error says, for a detail line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
