import { fault, FaultError, type Json, type Pin } from '@batonhq/core';
import { EgressFailedError, LostCallError, type EgressResponse, type OutsideCall } from '@batonhq/engine';
import { outputOf } from '@batonhq/engine/parts';
import { objectArgument, textArgument } from '../arguments.ts';
import { asJson, checkPin, pinOf } from '../pin.ts';
import { refuseRepeat } from '../refuse-repeat.ts';
import type { DocumentCache } from '../resource/document-cache.ts';
import type { LinkedDocument } from '../resource/linked-document.ts';
import { findOperation, type Operation } from './operation.ts';
import { requestOf, type OpenapiRequest } from './request.ts';

/** How much of an answer a fault quotes. */
const quoted = 500;
const repeatable = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY']);

/** Performs `call: openapi`: finds the operation in its document, makes the request, judges the answer as HTTP calls do. */
export async function callOpenapi(call: OutsideCall, documents: DocumentCache): Promise<Json> {
  const { arguments: given, credentials } = call;
  const { document, operation } = await lookUp(call, documents);
  if (call.pinned !== undefined)
    checkPin(call, await operationPin(document, operation), `the operation ${operation.id}`);
  const isRepeatable = repeatable.has(operation.method);
  refuseRepeat(call, { isRepeatable });
  const parameters = objectArgument(given, 'parameters');
  const request = withKey(requestOf(operation, parameters, document.root.base), call);
  const follow = given['redirect'] === true;
  try {
    return judge(call, request, await call.egress.send({ ...request, follow }, credentials.call));
  } catch (error) {
    if (!(error instanceof EgressFailedError) || !error.wasSent) throw error;
    throw new LostCallError(`the request was sent, but no answer came: ${error.message}`, { isRepeatable });
  }
}

/** What the operation of a call looks like, with everything it refers to. */
export async function describeOpenapi(call: OutsideCall, documents: DocumentCache): Promise<Pin> {
  const { document, operation } = await lookUp(call, documents);
  return operationPin(document, operation);
}

async function lookUp(call: OutsideCall, documents: DocumentCache) {
  const document = await documents.get(textArgument(call.arguments, 'document'), call);
  return { document, operation: await findOperation(document, textArgument(call.arguments, 'operationId')) };
}

async function operationPin(document: LinkedDocument, operation: Operation): Promise<Pin> {
  const { written, ...summary } = operation;
  return pinOf({ summary: asJson(summary), refersTo: await document.reach(written) }, asJson(summary));
}

/** Whoever recognises repeated requests needs the key; sending it to others costs nothing. */
function withKey(request: OpenapiRequest, { idempotencyKey }: OutsideCall): OpenapiRequest {
  if (repeatable.has(request.method)) return request;
  return { ...request, headers: { ...request.headers, 'idempotency-key': idempotencyKey } };
}

function judge({ arguments: given }: OutsideCall, request: OpenapiRequest, received: EgressResponse): Json {
  const { status, body } = received;
  const redirect = given['redirect'] === true;
  const output = given['output'] === 'raw' || given['output'] === 'response' ? given['output'] : 'content';
  const { method, url } = request;
  if (status >= 200 && status < (redirect ? 400 : 300))
    return outputOf({ kind: 'http', method, endpoint: url.href, redirect, output }, request, received);
  const detail = `${method} ${url.origin}${url.pathname} answered ${status}: ${body.toString('utf8', 0, quoted)}`;
  throw new FaultError(fault('communication', detail, { status }));
}
