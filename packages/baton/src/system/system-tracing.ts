import type { LogEntry } from '@batonhq/engine';
import type { TraceExport, Tracing } from '@batonhq/server';
import type { OpenedFolder } from '../folder/open-folder.ts';
import { RequestError } from './request-error.ts';

/** What a function logged, and the trace that its execution belongs to; null where nobody traces. */
export type TracedLogEntry = LogEntry & { readonly traceId: string | null };

/** Throws `RequestError` for what is no address of a collector. */
export function checkTraces(traces: TraceExport | undefined): void {
  if (traces === undefined) return;
  const protocol = URL.canParse(traces.endpoint) ? new URL(traces.endpoint).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new RequestError(`${traces.endpoint} is no address of a collector: expected such as http://127.0.0.1:4318`);
}

/** Begins to trace what the owner of a folder does; null where nobody asked for it, and for clients. */
export async function beginTracing(
  folder: OpenedFolder,
  { traces, failed }: { readonly traces: TraceExport | undefined; readonly failed: (error: unknown) => void },
): Promise<Tracing | null> {
  if (traces === undefined || folder.role === 'client') return null;
  const { Tracing: Traces } = await import('@batonhq/server');
  return Traces.begin(folder.owner.journal, { ...traces, failed });
}
