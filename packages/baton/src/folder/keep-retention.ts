import type { OwnedJournal } from '@batonhq/engine';
import { readRetention } from './retention-file.ts';

const hourly = 3_600_000;

/**
 * Applies what the folder says about retention, now and every hour, as long as this process owns it. What goes wrong is
 * told and tried again: keeping too much harms less than stopping work.
 */
export function keepRetention(
  dataDir: string,
  journal: Pick<OwnedJournal, 'retain'>,
  onWarning: (error: unknown) => void = (error) => process.emitWarning(String(error)),
): Disposable {
  const apply = (): void => {
    try {
      const policy = readRetention(dataDir);
      if (policy !== null) journal.retain(policy, { now: Date.now() });
    } catch (error) {
      onWarning(error);
    }
  };
  apply();
  const timer = setInterval(apply, hourly);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
