import { type CheckResult, type DoctorCheck, failed, reasonOf } from './check.ts';
import { clock, durability, journal, owner } from './folder.ts';
import { schedules } from './schedules.ts';
import { secrets } from './secrets.ts';
import { diskRoom, folderAccess, nodeVersion, sqliteDriver } from './machine.ts';

const checks: readonly DoctorCheck[] = [
  nodeVersion,
  sqliteDriver,
  folderAccess,
  owner,
  durability,
  journal,
  schedules,
  secrets,
  clock,
  diskRoom,
];

/** Looks at everything that Baton needs, and says how to mend what is wrong. */
export async function examine(dataDir: string): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) results.push(await guarded(check, dataDir));
  return results;
}

async function guarded(check: DoctorCheck, dataDir: string): Promise<CheckResult> {
  try {
    return await check(dataDir);
  } catch (error) {
    return failed(check.name, reasonOf(error), 'report this: the check itself did not work');
  }
}
