import type { ScheduleView } from '@batonhq/core';
import { JournalMissingError } from '@batonhq/engine';
import { openJournalToRead } from '../folder/open-to-read.ts';
import { type DoctorCheck, fine, warning } from './check.ts';

/** An occurrence that is so much overdue has nobody who starts it. */
const patience = 60_000;

/** Every schedule starts its executions: none is overdue, and the last one of each could be started. */
export const schedules: DoctorCheck = async (dataDir) => {
  try {
    const opened = openJournalToRead(dataDir);
    const views = await opened.door.schedules.list();
    await opened.close();
    return verdictOn(views, Date.now());
  } catch (error) {
    if (error instanceof JournalMissingError) return fine('schedules', 'none');
    // Said by the check of the journal.
    return fine('schedules', 'looked at when the journal can be read');
  }
};

function verdictOn(views: readonly ScheduleView[], now: number): ReturnType<typeof fine> {
  const overdue = views.find(({ nextAt }) => nextAt !== null && nextAt < now - patience);
  if (overdue !== undefined) {
    const since = new Date(overdue.nextAt ?? now).toISOString();
    return warning('schedules', `${overdue.id} is due since ${since} and nobody starts it`, 'run `baton serve`');
  }
  const failed = views.find(({ last }) => last?.phase === 'failed');
  if (failed !== undefined) {
    const detail = `${failed.id} could not start an execution: ${failed.last?.reason ?? 'the reason is not known'}`;
    return warning('schedules', detail, `baton schedules show ${failed.id}`);
  }
  const paused = views.filter(({ phase }) => phase === 'paused').length;
  return fine('schedules', `${views.length - paused} active, ${paused} paused, none overdue`);
}
