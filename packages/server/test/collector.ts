import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

const value = z.object({
  stringValue: z.string().optional(),
  intValue: z.union([z.number(), z.string()]).optional(),
  arrayValue: z.object({ values: z.array(z.object({ stringValue: z.string() })) }).optional(),
});
const attributes = z.array(z.object({ key: z.string(), value })).default([]);
const span = z.object({
  name: z.string(),
  kind: z.number(),
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes,
  events: z.array(z.object({ name: z.string() })).default([]),
  status: z.object({ code: z.number().optional(), message: z.string().optional() }).default({}),
});
const request = z.object({
  resourceSpans: z.array(
    z.object({ resource: z.object({ attributes }), scopeSpans: z.array(z.object({ spans: z.array(span) })) }),
  ),
});

/** A span as it arrived. */
export type ReceivedSpan = Omit<z.infer<typeof span>, 'attributes'> & {
  readonly attributes: Readonly<Record<string, unknown>>;
};

/** A collector that takes OTLP over HTTP, in JSON, and keeps what it gets. */
export interface Collector extends AsyncDisposable {
  readonly address: string;
  readonly spans: ReceivedSpan[];
  /** Paths that were asked for. */
  readonly paths: Set<string | undefined>;
}

export async function startCollector(): Promise<Collector> {
  const spans: ReceivedSpan[] = [];
  const paths = new Set<string | undefined>();
  const server = createServer((incoming, answer) => {
    paths.add(incoming.url);
    void json(incoming).then((body) => {
      const { resourceSpans } = request.parse(body);
      for (const { scopeSpans } of resourceSpans)
        for (const { spans: some } of scopeSpans)
          spans.push(...some.map((one) => ({ ...one, attributes: plain(one.attributes) })));
      answer.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return {
    address: `http://127.0.0.1:${address.port}`,
    spans,
    paths,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function plain(given: z.infer<typeof attributes>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    given.map(({ key, value: { stringValue, intValue, arrayValue } }) => [
      key,
      stringValue ?? arrayValue?.values.map((one) => one.stringValue) ?? Number(intValue),
    ]),
  );
}
