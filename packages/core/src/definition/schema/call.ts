import { z } from 'zod';
import { isJsonObject, type JsonObject } from '../../kernel/json.ts';
import { referableAuthentication } from './authentication.ts';
import { duration } from './duration.ts';
import { endpoint, externalResource } from './endpoint.ts';
import { byKey, choose, mustBe, nonEmpty, strict } from './parts.ts';
import { taskBase } from './task-base.ts';
import { anyMap, json, scalarMapOrExpression, text, textMap } from './text.ts';

const content = z.enum(['raw', 'content', 'response']);

/** `call: http`. */
export const httpCall = strict({
  ...taskBase,
  call: z.literal('http'),
  with: strict({
    method: text,
    endpoint,
    headers: scalarMapOrExpression.optional(),
    body: json.optional(),
    query: scalarMapOrExpression.optional(),
    output: content.optional(),
    redirect: z.boolean().optional(),
  }),
});

/** `call: openapi`. */
export const openapiCall = strict({
  ...taskBase,
  call: z.literal('openapi'),
  with: strict({
    document: externalResource,
    operationId: text,
    parameters: anyMap.optional(),
    authentication: referableAuthentication.optional(),
    output: content.optional(),
    redirect: z.boolean().optional(),
  }),
});

const host = z.string().regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$/, 'a host name such as api.example.com');
const port = z
  .number()
  .refine((value) => Number.isInteger(value) && value >= 0 && value <= 65_535, 'a port from 0 to 65535');

/** `call: grpc`. */
export const grpcCall = strict({
  ...taskBase,
  call: z.literal('grpc'),
  with: strict({
    proto: externalResource,
    service: strict({ name: text, host, port: port.optional(), authentication: referableAuthentication.optional() }),
    method: text,
    arguments: anyMap.optional(),
  }),
});

/** Parameters of a protocol call: a map, or an expression that gives one. */
const parameters = choose<JsonObject | string>((value) => {
  if (typeof value === 'string') return { schema: text };
  return isJsonObject(value) ? { schema: anyMap } : mustBe(value, 'a map, or an expression: ${ … }');
});

const stdio = strict({ command: text, arguments: z.array(text).optional(), environment: textMap.optional() });

/** `call: mcp`. */
export const mcpCall = strict({
  ...taskBase,
  call: z.literal('mcp'),
  with: strict({
    protocolVersion: text.optional(),
    method: z.enum([
      'tools/list',
      'tools/call',
      'prompts/list',
      'prompts/get',
      'resources/list',
      'resources/read',
      'resources/templates/list',
    ]),
    parameters: parameters.optional(),
    timeout: duration.optional(),
    transport: byKey({
      http: strict({ http: strict({ endpoint, headers: textMap.optional() }), options: textMap.optional() }),
      stdio: strict({ stdio, options: textMap.optional() }),
    }),
    client: strict({ name: text, version: text }).optional(),
  }),
});

const a2aMethod = z.enum([
  'message/send',
  'message/stream',
  'tasks/get',
  'tasks/list',
  'tasks/cancel',
  'tasks/resubscribe',
  'tasks/pushNotificationConfig/set',
  'tasks/pushNotificationConfig/get',
  'tasks/pushNotificationConfig/list',
  'tasks/pushNotificationConfig/delete',
  'agent/getAuthenticatedExtendedCard',
]);

/** `call: a2a`. */
export const a2aCall = strict({
  ...taskBase,
  call: z.literal('a2a'),
  with: strict({
    method: a2aMethod,
    agentCard: externalResource.optional(),
    server: endpoint.optional(),
    parameters: nonEmpty(parameters, 'a map with at least one parameter, or an expression: ${ … }').optional(),
  }).refine((value) => value.agentCard !== undefined || value.server !== undefined, '"agentCard" or "server"'),
});

/** `call: <function>`. */
export const functionCall = strict({ ...taskBase, call: text, with: anyMap.optional() });
