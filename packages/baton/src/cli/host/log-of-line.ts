import type { RequestLine } from '@batonhq/server';
import type { TracedLogEntry } from '../../system/system-tracing.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import { openLogFile } from './log-file.ts';

/** A log for programs: a line of JSON for whatever happens, each with its trace where there is one. */
export interface LogOfLine {
  request(line: RequestLine): void;
  entry(entry: TracedLogEntry): void;
  warning(error: unknown, execution?: string): void;
}

interface Told {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: 'request' | 'function' | 'warning';
  readonly [member: string]: unknown;
}

/** Opens the log that a command line names: a file that is added to, or `-` for stderr; null where it names none. */
export function logOfLine(path: string | undefined): LogOfLine | null {
  if (path === undefined) return null;
  const add =
    path === '-'
      ? (line: string) => void process.stderr.write(line)
      : openLogFile(path, ({ message }) =>
          process.stderr.write(`${plainLine(`the log is not written: ${message}`)}\n`),
        );
  const write = (level: 'info' | 'warn', { at, ...told }: Told): void => {
    add(`${plainJson({ time: new Date(at).toISOString(), level, ...told })}\n`);
  };
  return {
    request: ({ traceId, spanId, ...line }) =>
      write('info', { kind: 'request', ...line, ...idsOf({ traceId, spanId }) }),
    entry: ({ traceId, ...entry }) =>
      write('info', { kind: 'function', ...entry, ...idsOf({ traceId, spanId: null }) }),
    warning(error, execution) {
      const message = error instanceof Error ? error.message : String(error);
      write('warn', { at: Date.now(), kind: 'warning', message, ...(execution !== undefined && { execution }) });
    },
  };
}

/** As OpenTelemetry names them in logs. */
function idsOf({ traceId, spanId }: { readonly traceId: string | null; readonly spanId: string | null }) {
  return { ...(traceId !== null && { trace_id: traceId }), ...(spanId !== null && { span_id: spanId }) };
}
