import { legacyJsonRpcToV1Method } from '@a2a-js/sdk/compat/v0_3';
import { fault, FaultError, isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { EgressFailedError, LostCallError, type OutsideCall } from '@batonhq/engine';
import { objectArgument, textArgument } from '../arguments.ts';
import { eventData } from '../event-stream.ts';
import { agentOf, type Agent, type AgentTrust } from './agent.ts';
import { newerShape, withMessageDefaults } from './message-shape.ts';

const streaming = new Set(['message/stream', 'tasks/resubscribe']);
const mostEvents = 10_000;
/** How much of an answer a fault quotes. */
const quoted = 500;

/** Performs `call: a2a`: the output is the JSON-RPC result; for a stream, the results of all its events in order. */
export async function callA2a(call: OutsideCall, trust: AgentTrust): Promise<unknown> {
  const { arguments: given, idempotencyKey } = call;
  const method = textArgument(given, 'method');
  const agent = await agentOf(call, trust);
  const parameters = objectArgument(given, 'parameters');
  const sends = method === 'message/send' || method === 'message/stream';
  const complete = sends ? withMessageDefaults(parameters, idempotencyKey) : parameters;
  try {
    const response = await post(call, agent, { method, parameters: complete });
    return await (streaming.has(method) ? collect(response) : single(response));
  } catch (error) {
    throw lostOr(error);
  }
}

interface Request {
  readonly method: string;
  readonly parameters: JsonObject;
}

async function post({ egress, idempotencyKey }: OutsideCall, agent: Agent, request: Request): Promise<Response> {
  const { url, isNewer, credentials } = agent;
  const method = isNewer
    ? (newerNames[request.method] ?? legacyJsonRpcToV1Method(request.method) ?? request.method)
    : request.method;
  const params = isNewer ? newerShape(request.parameters) : request.parameters;
  const send = credentials === undefined ? egress.fetch : egress.fetchAs(credentials);
  const response = await send(url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      accept: streaming.has(request.method) ? 'text/event-stream' : 'application/json',
      ...(isNewer && { 'a2a-version': '1.0' }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: idempotencyKey, method, params }),
  });
  if (response.ok) return response;
  throw refusal(url, response.status, (await response.text()).slice(0, quoted));
}

/** The one method that the older protocol has no JSON-RPC name for. */
const newerNames: Readonly<Record<string, string>> = { 'tasks/list': 'ListTasks' };

function refusal(url: URL, status: number, text: string): FaultError {
  const error = resultOrFault(text);
  if (error instanceof FaultError) return error;
  const name = status === 401 ? 'authentication' : status === 403 ? 'authorization' : 'communication';
  return new FaultError(fault(name, `POST ${url.origin}${url.pathname} answered ${status}: ${text}`, { status }));
}

async function single(response: Response): Promise<Json> {
  const text = await response.text();
  return result(text);
}

async function collect(response: Response): Promise<readonly Json[]> {
  if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true || response.body === null)
    return [await single(response)];
  const results: Json[] = [];
  for await (const data of eventData(response.body)) {
    if (results.length === mostEvents) throw new FaultError(fault('communication', `more than ${mostEvents} events`));
    results.push(result(data));
  }
  return results;
}

function result(text: string): Json {
  const value = resultOrFault(text);
  if (value instanceof FaultError) throw value;
  if (value !== undefined) return value;
  throw new FaultError(fault('communication', `the agent answered with no JSON-RPC: ${text.slice(0, quoted)}`));
}

/** An error of JSON-RPC is a runtime fault, as the language asks. */
function resultOrFault(text: string): Json | FaultError | undefined {
  const answer = parsed(text);
  if (!isJsonObject(answer)) return undefined;
  const { error } = answer;
  if (!isJsonObject(error)) return answer['result'];
  const { code = null, message = null } = error;
  const said = typeof message === 'string' ? message : JSON.stringify(message);
  return new FaultError(fault('runtime', `the agent answered ${JSON.stringify(code)}: ${said}`));
}

function parsed(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}

function lostOr(error: unknown): unknown {
  if (error instanceof EgressFailedError)
    return error.wasSent ? new LostCallError(`the message was sent, but no answer came: ${error.message}`) : error;
  const isBroken = error instanceof Error && !(error instanceof FaultError) && error.name !== 'EgressRefusedError';
  return isBroken ? new LostCallError(`the answer broke off: ${error.message}`) : error;
}
