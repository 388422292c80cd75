import type { Retry } from '../definition/schema/retry.ts';
import { deeper, type Compilation, type Site } from './compilation.ts';
import { compileDuration, optionalDuration } from './durations.ts';
import { lookUp } from './references.ts';
import type { RetryPolicy } from './task-node.ts';

/** Compiles a retry policy, written at `site` or named there. */
export function compileRetry(
  compilation: Compilation,
  retry: string | Retry | undefined,
  site: Site,
): RetryPolicy | undefined {
  if (retry === undefined) return undefined;
  if (typeof retry !== 'string') return compilePolicy(compilation, retry, site);
  const named = lookUp(compilation, {
    section: 'retries',
    members: compilation.workflow.use?.retries,
    name: retry,
    path: site.path,
  });
  return named && compilePolicy(compilation, named.value, { ...site, path: named.path });
}

function compilePolicy(compilation: Compilation, retry: Retry, site: Site): RetryPolicy {
  const { when, exceptWhen, limit, jitter, backoff } = retry;
  const delay = optionalDuration(compilation, retry.delay, deeper(site, 'delay'));
  const attemptDuration = optionalDuration(
    compilation,
    limit?.attempt?.duration,
    deeper(site, 'limit', 'attempt', 'duration'),
  );
  const duration = optionalDuration(compilation, limit?.duration, deeper(site, 'limit', 'duration'));
  const attempts = limit?.attempt?.count;
  return {
    ...(when !== undefined && { when: compilation.expression(when, deeper(site, 'when')) }),
    ...(exceptWhen !== undefined && { exceptWhen: compilation.expression(exceptWhen, deeper(site, 'exceptWhen')) }),
    ...(delay !== undefined && { delay }),
    backoff:
      backoff === undefined || 'constant' in backoff ? 'constant' : 'linear' in backoff ? 'linear' : 'exponential',
    ...(jitter !== undefined && {
      jitter: {
        from: compileDuration(compilation, jitter.from, deeper(site, 'jitter', 'from')),
        to: compileDuration(compilation, jitter.to, deeper(site, 'jitter', 'to')),
      },
    }),
    ...(attempts !== undefined && { attempts }),
    ...(attemptDuration !== undefined && { attemptDuration }),
    ...(duration !== undefined && { duration }),
  };
}
