import { isJsonObject, sha256, type Json, type JsonObject } from '@batonhq/core';

/**
 * The parameters of a message with what the language fills in: the role `user`, and an id that is the same for every
 * attempt at the step, so that an agent can tell a repetition from a second message.
 */
export function withMessageDefaults(parameters: JsonObject, idempotencyKey: string): JsonObject {
  const { message } = parameters;
  if (!isJsonObject(message)) return parameters;
  return { ...parameters, message: { kind: 'message', role: 'user', messageId: uuidFrom(idempotencyKey), ...message } };
}

function uuidFrom(key: string): string {
  const hex = sha256(key);
  const variant = ((parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** The parameters as 1.0 writes them, which has no `kind` and other names of roles. */
export function newerShape(parameters: JsonObject): JsonObject {
  const { message } = parameters;
  if (!isJsonObject(message)) return parameters;
  const { kind: _kind, role, parts = [], ...rest } = message;
  const shaped = Array.isArray(parts) ? parts.map(newerPart) : [];
  return { ...parameters, message: { ...rest, role: role === 'agent' ? 'ROLE_AGENT' : 'ROLE_USER', parts: shaped } };
}

function newerPart(part: Json): Json {
  if (!isJsonObject(part)) return part;
  const { kind: _kind, file, ...rest } = part;
  if (!isJsonObject(file)) return rest;
  const { bytes, uri, mimeType, name } = file;
  return {
    ...rest,
    ...(bytes !== undefined && { raw: bytes }),
    ...(uri !== undefined && { url: uri }),
    ...(mimeType !== undefined && { mediaType: mimeType }),
    ...(name !== undefined && { filename: name }),
  };
}
