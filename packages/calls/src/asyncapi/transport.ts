import type { Json } from '@batonhq/core';
import type { OutsideCall } from '@batonhq/engine';
import type { Channel } from './channel.ts';

/** A message as definitions see it. */
export interface InboundMessage {
  readonly payload: Json;
  readonly headers?: { readonly [name: string]: Json };
  readonly correlationId?: string;
}

/** A message to send. */
export interface OutboundMessage {
  readonly payload: Json;
  readonly headers: Readonly<Record<string, string>>;
}

/** One protocol. Both methods reject with what went wrong on the way. */
export interface AsyncapiTransport {
  /** Fulfils when the other side has taken it, or the connection has. */
  publish(call: OutsideCall, channel: Channel, message: OutboundMessage): Promise<void>;
  /** Messages as they come; ends when the other side ends or `until` is aborted. */
  subscribe(call: OutsideCall, channel: Channel, until: AbortSignal): AsyncIterable<InboundMessage>;
}

/** A payload as it goes over the wire: texts as they are, all others as JSON. */
export function payloadText(payload: Json): string {
  return typeof payload === 'string' ? payload : JSON.stringify(payload);
}

/** A payload as it came: JSON where it is some, else the text. */
export function readPayload(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
