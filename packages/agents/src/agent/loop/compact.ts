import type { Message } from '../../model/message.ts';
import { textOf, userText } from '../../model/message.ts';
import { messageTokens } from '../../model/estimate-tokens.ts';
import type { ModelRequest } from '../../model/model.ts';

/** Part of the room that the newest messages keep when the older ones are summarised. */
const keptShare = 0.4;

/** Characters of an older message that a summary by rule keeps. */
const kept = 300;

const task =
  'Summarise the work below for the colleague who goes on with it: what was asked, what was found (with figures, names and ' +
  'references exactly as they stand), what was decided, what is still open. Leave out everything else.';

/** A conversation in two parts: what can be summarised, and what must stay. */
export interface Split {
  readonly opening: Message;
  readonly older: readonly Message[];
  readonly newer: readonly Message[];
}

/** Tokens of a conversation, estimated from above. */
export function conversationTokens(messages: readonly Message[]): number {
  return messages.reduce((sum, message) => sum + messageTokens(message), 0);
}

/**
 * Where to cut: the opening stays, and of the rest as much of the end as fits; a tool's result never loses its call.
 * Null when there is nothing to summarise.
 */
export function splitConversation(messages: readonly Message[], room: number): Split | null {
  const [opening, ...rest] = messages;
  let start = rest.length;
  for (let size = 0; start > 0; start -= 1) {
    const message = rest[start - 1];
    size += message === undefined ? 0 : messageTokens(message);
    if (size > room * keptShare) break;
  }
  while (start < rest.length && rest[start]?.role === 'tool') start += 1;
  if (opening === undefined || start < 2) return null;
  return { opening, older: rest.slice(0, start), newer: rest.slice(start) };
}

/** What to ask a model for a summary. */
export function summaryRequest({ opening, older }: Split, maxOutputTokens: number): ModelRequest {
  const text = [opening, ...older].map(told).join('\n\n');
  return { system: task, messages: [userText(text)], tools: [], maxOutputTokens };
}

/** The conversation with a summary in place of its older part. */
export function withSummary({ opening, newer }: Split, summary: string): readonly Message[] {
  return [opening, userText(`Summary of the work so far:\n${summary}`), ...newer];
}

/** Where no model gives a summary: the beginnings of all older messages. */
export function summaryByRule({ older }: Split): string {
  return older.map((message) => told(message).slice(0, kept)).join('\n');
}

function told(message: Message): string {
  if (message.role === 'tool') return message.results.map(({ tool, text }) => `Result of ${tool}: ${text}`).join('\n');
  if (message.role === 'user')
    return `Asked: ${message.parts.map((part) => (part.kind === 'text' ? part.text : '[image]')).join(' ')}`;
  const calls = message.parts.flatMap((part) =>
    part.kind === 'call' ? [`Called ${part.tool} with ${JSON.stringify(part.input)}`] : [],
  );
  return [textOf(message.parts), ...calls].filter((line) => line !== '').join('\n');
}
