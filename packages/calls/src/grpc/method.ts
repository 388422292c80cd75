import protobuf from 'protobufjs';
import { fault, FaultError, isJsonObject, type JsonObject } from '@batonhq/core';

/** A method with the types of its messages. */
export interface GrpcMethod {
  /** As it goes over the wire: `/package.Service/Method`. */
  readonly path: string;
  readonly isStream: boolean;
  /** Its proto file says that calling it twice is calling it once. */
  readonly isRepeatable: boolean;
  readonly request: protobuf.Type;
  readonly response: protobuf.Type;
}

/** Finds a method. Throws a `FaultError` that says which there are. */
export function findMethod(root: protobuf.Root, service: string, name: string): GrpcMethod {
  const found = root.lookup(service, [protobuf.Service]);
  if (!(found instanceof protobuf.Service)) throw missing(`the proto file has no service "${service}"`);
  const method = found.methods[name];
  if (method === undefined)
    throw missing(`the service ${service} has no method "${name}"; it has ${Object.keys(found.methods).join(', ')}`);
  if (method.requestStream === true) throw missing(`${service}.${name} takes a stream, which a call cannot give`);
  method.resolve();
  const { resolvedRequestType: request, resolvedResponseType: response } = method;
  if (!(request instanceof protobuf.Type) || !(response instanceof protobuf.Type))
    throw missing(`the messages of ${service}.${name} are not known`);
  const level: unknown = method.options?.['idempotency_level'];
  return {
    path: `/${found.fullName.replace(/^\./, '')}/${name}`,
    isStream: method.responseStream === true,
    isRepeatable: level === 'NO_SIDE_EFFECTS' || level === 'IDEMPOTENT',
    request,
    response,
  };
}

/** The bytes of a message. Throws a `FaultError` of type validation for members it has not, and values that do not fit. */
export function encodeMessage(type: protobuf.Type, value: JsonObject): Buffer {
  const unknown = unknownMember(type, value);
  if (unknown !== undefined) throw new FaultError(fault('validation', `${type.name} has no field "${unknown}"`));
  try {
    const message = type.fromObject(value);
    const problem = type.verify(message);
    if (problem !== null) throw new FaultError(fault('validation', `${type.name}: ${problem}`));
    return Buffer.from(type.encode(message).finish());
  } catch (error) {
    if (error instanceof FaultError) throw error;
    throw new FaultError(
      fault('validation', `${type.name}: ${error instanceof Error ? error.message : String(error)}`),
    );
  }
}

/** A message as JSON: 64-bit numbers and enums as texts, bytes in base64, absent members with their defaults. */
export function decodeMessage(type: protobuf.Type, bytes: Uint8Array): unknown {
  return type.toObject(type.decode(bytes), { longs: String, enums: String, bytes: String, defaults: true, json: true });
}

/** The first name, at any depth, that is no field. Maps may have any. */
function unknownMember(type: protobuf.Type, value: JsonObject): string | undefined {
  for (const [name, member] of Object.entries(value)) {
    const field = type.fields[name];
    if (field === undefined) return name;
    if (field.map || !(field.resolvedType instanceof protobuf.Type)) continue;
    for (const item of Array.isArray(member) ? member : [member]) {
      const inner = isJsonObject(item) ? unknownMember(field.resolvedType, item) : undefined;
      if (inner !== undefined) return `${name}.${inner}`;
    }
  }
  return undefined;
}

function missing(detail: string): FaultError {
  return new FaultError(fault('configuration', detail));
}
