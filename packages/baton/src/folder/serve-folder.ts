import type { Commanding } from './doors.ts';

/** The owner answers other processes until it is closed. */
export interface Served {
  close(): Promise<void>;
}

/** Answers other processes that ask about a folder. */
export async function serveFolder(_dataDir: string, _door: Commanding): Promise<Served> {
  return { close: () => Promise.resolve() };
}
