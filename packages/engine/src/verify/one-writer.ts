import { type Check, type StoredExecution, findings } from './examined.ts';

const found = findings(
  'I6',
  'two processes wrote to this execution: make sure that one Baton owns the folder, and report this journal',
);

/** I6: a writer that lost the folder cannot commit. Where one could, time goes back or a fact is stated twice. */
export const oneWriter: Check<StoredExecution> = ({ id, events }) => {
  const back = events.find(({ at }, index) => at < (events[index - 1]?.at ?? at));
  const ends = new Map<string, number>();
  const twice = events.find(({ event, seq }) => {
    if (event.kind !== 'task.completed' && event.kind !== 'step.completed') return false;
    const subject = event.kind === 'task.completed' ? event.task : event.step;
    const before = ends.get(`${event.kind} ${subject}`);
    ends.set(`${event.kind} ${subject}`, seq);
    return before !== undefined;
  });
  return [
    ...(back === undefined ? [] : [found(id, `time goes back in event ${back.seq}`)]),
    ...(twice === undefined ? [] : [found(id, `event ${twice.seq} repeats what an earlier one said`)]),
  ];
};
