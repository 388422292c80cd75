import { createSecureContext } from 'node:tls';
import {
  Client,
  connectivityState,
  credentials as channelCredentials,
  Metadata,
  type ChannelCredentials,
} from '@grpc/grpc-js';
import { fault, FaultError, type JsonObject } from '@batonhq/core';
import type { OutsideCall } from '@batonhq/engine';
import { isPublicAddress } from '@batonhq/engine/parts';
import { numberArgument, objectArgument, textArgument } from '../arguments.ts';
import { refuseRepeat } from '../refuse-repeat.ts';
import { loadProto } from './load-proto.ts';
import { decodeMessage, encodeMessage, findMethod, type GrpcMethod } from './method.ts';
import { errorOf } from './status-fault.ts';

/** Milliseconds for a call, and for reaching the server before it. */
const deadline = 60_000;
const connectDeadline = 10_000;
/** Messages of a stream that are collected, and bytes of each. */
const mostMessages = 100_000;
const mostBytes = 16 * 1024 * 1024;

/** Performs `call: grpc`: one message for a unary method, a list of all for a stream of the server. */
export async function callGrpc(call: OutsideCall, files: readonly string[]): Promise<unknown> {
  const { arguments: given, egress, credentials } = call;
  const service = objectArgument(given, 'service');
  const loading = { egress, credentials: credentials.document, files };
  const root = await loadProto(textArgument(given, 'proto'), loading);
  const method = findMethod(root, textArgument(service, 'name'), textArgument(given, 'method'));
  refuseRepeat(call, method);
  const request = encodeMessage(method.request, objectArgument(given, 'arguments'));
  const client = await connect(call, service);
  try {
    return await new Calling(call, method, client).send(request);
  } finally {
    client.close();
  }
}

/**
 * A channel to an address that was checked. Addresses of the public internet are spoken to with TLS, always; private
 * ones, which somebody allowed by name, without it, save on port 443.
 */
async function connect({ egress, signal, credentials }: OutsideCall, service: JsonObject): Promise<Client> {
  const host = textArgument(service, 'host');
  const port = numberArgument(service, 'port') ?? 443;
  const [first] = await egress.resolve({ host, port });
  if (first === undefined) throw new FaultError(fault('communication', `${host} has no address`));
  const target = first.family === 6 ? `ipv6:[${first.address}]:${port}` : `ipv4:${first.address}:${port}`;
  const { call: proof } = credentials;
  const isSecure = port === 443 || isPublicAddress(first.address) || proof?.identity !== undefined;
  const secure = (): ChannelCredentials =>
    channelCredentials.createFromSecureContext(createSecureContext(egress.trust(proof)));
  const client = new Client(target, isSecure ? secure() : channelCredentials.createInsecure(), {
    'grpc.default_authority': `${host}:${port}`,
    'grpc.enable_http_proxy': 0,
    'grpc.enable_retries': 0,
    'grpc.max_receive_message_length': mostBytes,
    ...(isSecure && { 'grpc.ssl_target_name_override': host }),
  });
  if (await becomesReady(client, signal)) return client;
  client.close();
  throw new FaultError(fault('communication', `${host}:${port} cannot be reached by gRPC`, { status: 503 }));
}

/** False when the server refused, did not answer in time, or nobody wants it any more: then nothing was sent. */
async function becomesReady(client: Client, signal: AbortSignal): Promise<boolean> {
  const channel = client.getChannel();
  const end = Date.now() + connectDeadline;
  for (;;) {
    const state = channel.getConnectivityState(true);
    if (state === connectivityState.READY) return true;
    if (state === connectivityState.TRANSIENT_FAILURE || signal.aborted || Date.now() >= end) return false;
    await new Promise<void>((resolve) => channel.watchConnectivityState(state, end, () => resolve()));
  }
}

/** One call over a channel that is ready. */
class Calling {
  readonly #call: OutsideCall;
  readonly #method: GrpcMethod;
  readonly #client: Client;

  constructor(call: OutsideCall, method: GrpcMethod, client: Client) {
    this.#call = call;
    this.#method = method;
    this.#client = client;
  }

  async send(request: Buffer): Promise<unknown> {
    const metadata = await this.#metadata();
    return this.#method.isStream ? this.#stream(request, metadata) : this.#unary(request, metadata);
  }

  async #metadata(): Promise<Metadata> {
    const metadata = new Metadata();
    const url = new URL(`https://grpc.invalid${this.#method.path}`);
    const authorization = await this.#call.credentials.call?.authorize({ method: 'POST', url });
    if (authorization !== undefined)
      metadata.set('authorization', `${authorization.scheme} ${authorization.parameter}`);
    if (!this.#method.isRepeatable) metadata.set('idempotency-key', this.#call.idempotencyKey);
    return metadata;
  }

  async #unary(request: Buffer, metadata: Metadata): Promise<unknown> {
    const { path, response } = this.#method;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const options = { deadline: Date.now() + deadline };
    const outgoing = this.#client.makeUnaryRequest(path, plain, plain, request, metadata, options, (error, bytes) => {
      if (error !== null) reject(errorOf(error, this.#method));
      else if (bytes !== undefined) resolve(decodeMessage(response, bytes));
    });
    return this.#until(promise, outgoing);
  }

  async #stream(request: Buffer, metadata: Metadata): Promise<unknown> {
    const { path, response } = this.#method;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const options = { deadline: Date.now() + deadline };
    const messages: unknown[] = [];
    const incoming = this.#client.makeServerStreamRequest(path, plain, plain, request, metadata, options);
    incoming.on('data', (bytes: Buffer) => {
      messages.push(decodeMessage(response, bytes));
      if (messages.length <= mostMessages) return;
      reject(new FaultError(fault('communication', `the stream has more than ${mostMessages} messages`)));
      incoming.cancel();
    });
    incoming.once('error', (error: Error & { readonly code?: number; readonly details?: string }) => {
      const { code = 2, details = error.message } = error;
      reject(errorOf({ code, details }, this.#method));
    });
    incoming.once('end', () => resolve(messages));
    return this.#until(promise, incoming);
  }

  async #until(promise: Promise<unknown>, outgoing: { cancel(): void }): Promise<unknown> {
    const { signal } = this.#call;
    const abandon = (): void => outgoing.cancel();
    signal.addEventListener('abort', abandon, { once: true });
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', abandon);
    }
  }
}

function plain(bytes: Buffer): Buffer {
  return bytes;
}
