import type { Story, Wait, Work } from './journal-story.ts';
import { shown, share } from './numbers.ts';

/** What holds up work, or fails at it. */
export interface Bottleneck {
  /** It takes much of all the time; it is tried again often; it fails often; it is waited for. */
  readonly kind: 'slow' | 'retried' | 'faulting' | 'waited-for';
  /** The name of a function, or `namespace/name#task`. */
  readonly subject: string;
  /** Of all the time that calls take; of its own calls; of all the waiting. From 0 to 1. */
  readonly share: number;
  /** Calls, or waits. */
  readonly count: number;
  /** The mean of one. */
  readonly milliseconds: number;
  /** A sentence to show. */
  readonly message: string;
}

const most = 5;

/** From which share on something is worth telling. */
const leastShare = { slow: 0.1, retried: 0.05, faulting: 0.05 } as const;

/** Calls of which so few were made say nothing about how often they fail. */
const leastCalls = 3;

/** What takes the most time, is tried again and fails most often, and is waited for longest: at most five of each, worst first. */
export function bottlenecksIn(story: Story): readonly Bottleneck[] {
  return [...slowOnes(story), ...retriedOnes(story), ...faultingOnes(story), ...waitedFor(story)];
}

function slowOnes({ works, performing }: Story): readonly Bottleneck[] {
  return worstOf(
    works
      .filter(({ completed }) => completed > 0)
      .map((work) => {
        const own = share(work.performing, performing);
        const mean = meanOf(work);
        return {
          ...about('slow', work, own),
          message: `${work.subject} takes ${percent(own)} of the time of all calls, ${shown(mean)} each`,
        };
      })
      .filter((one) => one.share >= leastShare.slow && one.milliseconds >= 1),
  );
}

function retriedOnes({ works }: Story): readonly Bottleneck[] {
  return worstOf(
    works
      .filter(({ calls }) => calls >= leastCalls)
      .map((work) => {
        const own = share(work.retried, work.calls);
        const message = `${work.subject} was tried again ${work.retried} times in ${work.calls} calls`;
        return { ...about('retried', work, Math.min(1, own)), message };
      })
      .filter((one) => one.share >= leastShare.retried),
  );
}

function faultingOnes({ works }: Story): readonly Bottleneck[] {
  return worstOf(
    works
      .filter(({ completed, faulted }) => completed + faulted >= leastCalls)
      .map((work) => {
        const own = share(work.faulted, work.completed + work.faulted);
        const message = `${work.faulted} of ${work.completed + work.faulted} calls of ${work.subject} faulted`;
        return { ...about('faulting', work, own), message };
      })
      .filter((one) => one.share >= leastShare.faulting),
  );
}

function waitedFor({ waits }: Story): readonly Bottleneck[] {
  const all = waits.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return worstOf(
    waits
      .filter(({ count, milliseconds }) => milliseconds >= count)
      .map((wait) => ({
        kind: 'waited-for' as const,
        subject: wait.subject,
        share: share(wait.milliseconds, all),
        count: wait.count,
        milliseconds: wait.milliseconds / wait.count,
        message: waitText(wait),
      })),
  );
}

function waitText({ subject, on, count, milliseconds }: Wait): string {
  return `${subject} waited for ${on} ${count === 1 ? 'once' : `${count} times`}, ${shown(milliseconds / count)} each`;
}

function about(kind: Bottleneck['kind'], work: Work, own: number): Omit<Bottleneck, 'message'> {
  return { kind, subject: work.subject, share: own, count: work.calls, milliseconds: meanOf(work) };
}

function meanOf({ performing, completed }: Work): number {
  return completed === 0 ? 0 : performing / completed;
}

function worstOf(found: readonly Bottleneck[]): readonly Bottleneck[] {
  return found.toSorted((left, right) => right.share - left.share).slice(0, most);
}

const percent = (own: number): string => `${Math.round(own * 100)} %`;
