/** Answers that never end, are too large, or break off: what is read of them through `fetch`. */
import type { ServerResponse } from 'node:http';
import { EgressClient } from '@batonhq/engine/parts';
import { expect, onTestFinished, test } from 'vitest';
import { egressFor } from '../src/egress/call-egress.ts';
import { serve } from './local-server.ts';

const limit = 100_000;

/** Reads the answer of a server as a client of `fetch` does: what came, or why nothing came. */
async function read(answer: (response: ServerResponse) => void): Promise<string> {
  const closed = Promise.withResolvers<void>();
  const server = await serve((_seen, response) => {
    response.once('close', () => closed.resolve());
    answer(response);
  });
  const client = new EgressClient({ allow: [server.host], maxBytes: limit });
  onTestFinished(() => client.close());
  const { fetch } = egressFor(client, AbortSignal.timeout(20_000));
  const response = await fetch(server.url);
  const said = await response.text().catch((error: Error) => `${error.name}: ${error.message}`);
  await closed.promise;
  return said;
}

/** Writes without end, as long as somebody reads. */
function endlessly(response: ServerResponse, type: string, part: string): void {
  response.setHeader('content-type', type);
  const write = (): void => {
    while (!response.destroyed && response.write(part));
    if (!response.destroyed) response.once('drain', write);
  };
  write();
}

test('an answer that is too large is cut off, and its connection with it', async () => {
  const said = await read((response) => endlessly(response, 'application/json', 'x'.repeat(10_000)));
  expect(said).toBe(`EgressFailedError: the answer is larger than ${limit} bytes`);
});

test('one event may not grow without end; many may come', async () => {
  const refusal = `EgressFailedError: an event of the answer is larger than ${limit} bytes`;
  expect(await read((response) => endlessly(response, 'text/event-stream', 'x'.repeat(5_000)))).toBe(refusal);
  expect(await read((response) => endlessly(response, 'text/event-stream', 'data: more\n'))).toBe(refusal);
  for (const end of ['\n\n', '\r\n\r\n', '\r\r']) {
    const event = `data: ${'y'.repeat(50_000)}${end}`;
    const said = await read((response) => {
      response.setHeader('content-type', 'text/event-stream');
      // In halves, so that a blank line is in two of them.
      for (let count = 0; count < 5; count += 1) {
        response.write(event.slice(0, -1));
        response.write(event.slice(-1));
      }
      response.end();
    });
    expect(said).toHaveLength(5 * event.length);
  }
});

test('an answer that breaks off is an error, not silence', async () => {
  const said = await read((response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"half":');
    setTimeout(() => response.destroy(), 50);
  });
  expect(said).toBe('EgressFailedError: the answer broke off');
});
