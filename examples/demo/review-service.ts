import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

/** What the service remembers of one request, a line of its ledger. */
interface Entry {
  readonly key: string;
  readonly answer: 'refused' | 'reviewed' | 'recognised';
}

/** What the service did, counted over its whole life: the demo's process may have died in between. */
export interface ReviewCounts {
  readonly requests: number;
  readonly refused: number;
  readonly reviewed: number;
  /** Requests with a key that was reviewed before: answered, not done again. */
  readonly recognised: number;
  /** Keys that were reviewed more than once. The point of the demo is that this stays 0. */
  readonly twice: number;
}

/** A running review service. */
export interface ReviewService {
  readonly port: number;
  counts(): ReviewCounts;
  close(): Promise<void>;
}

const refusals = 2;
const slowness = 500;

/**
 * A small service that is slow and refuses its second and third request. It knows what it did by the idempotency key,
 * like a good payment service, and writes it to a ledger file, so that a killed demo finds it again.
 */
export async function startReviewService(ledger: string, wantedPort: number): Promise<ReviewService> {
  const server = createServer((request, response) => void answer(ledger, request, response));
  server.listen(wantedPort, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : wantedPort,
    counts: () => countsOf(readLedger(ledger)),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(ledger: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const key = String(request.headers['idempotency-key'] ?? 'none');
  const body: { readonly words?: number } = Object(await json(request));
  await pause(slowness);
  const known = readLedger(ledger);
  const result = judge(known, key);
  if (!response.socket?.destroyed) appendFileSync(ledger, `${JSON.stringify({ key, answer: result })}\n`);
  if (result === 'refused') response.writeHead(503, { 'content-type': 'application/json' }).end('{"busy":true}');
  else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ verdict: verdict(body) }));
}

function judge(known: readonly Entry[], key: string): Entry['answer'] {
  if (known.some((entry) => entry.key === key && entry.answer === 'reviewed')) return 'recognised';
  const refused = known.filter((entry) => entry.answer === 'refused').length;
  return known.length > 0 && refused < refusals ? 'refused' : 'reviewed';
}

function verdict({ words = 0 }: { readonly words?: number }): string {
  return words > 5_000 ? 'long, but worth it' : 'short and good';
}

function readLedger(ledger: string): readonly Entry[] {
  if (!existsSync(ledger)) return [];
  const lines = readFileSync(ledger, 'utf8').split('\n').slice(0, -1);
  return lines.map((line): Entry => JSON.parse(line));
}

function countsOf(entries: readonly Entry[]): ReviewCounts {
  const number = (answered: Entry['answer']): number => entries.filter((entry) => entry.answer === answered).length;
  const keys = entries.filter((entry) => entry.answer === 'reviewed').map((entry) => entry.key);
  return {
    requests: entries.length,
    refused: number('refused'),
    reviewed: number('reviewed'),
    recognised: number('recognised'),
    twice: keys.length - new Set(keys).size,
  };
}
