import type { SystemOptions } from '../../system/options.ts';
import type { Arguments } from '../argument/arguments.ts';
import { UsageError } from '../argument/usage-error.ts';

const variable = 'OTEL_EXPORTER_OTLP_ENDPOINT';

/** The collector that traces go to, by the command line or the variable that OpenTelemetry has for it; nowhere by default. */
export function tracesOf(typed: Arguments): Pick<SystemOptions, 'traces'> {
  const given = typed.value('otel-endpoint');
  const endpoint = given ?? process.env[variable];
  if (endpoint === undefined || endpoint === '') return {};
  if (/^https?:\/\//.test(endpoint) && URL.canParse(endpoint)) return { traces: { endpoint } };
  const from = given === undefined ? variable : '--otel-endpoint';
  throw new UsageError(`${from} ${endpoint} is no address of a collector`, '--otel-endpoint http://127.0.0.1:4318');
}
