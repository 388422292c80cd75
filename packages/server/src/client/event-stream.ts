/** A message of a stream of server-sent events. */
export interface StreamMessage {
  readonly event: string;
  /** Where the stream goes on behind it; empty when it says nothing of that. */
  readonly id: string;
  readonly data: string;
}

/** The messages of a body of server-sent events, as they come; comments are heart-beats and say nothing. */
export async function* messagesIn(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamMessage, void> {
  const decoder = new TextDecoder();
  let rest = '';
  // Not every browser can go through a stream with `for await`.
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const message = messageIn(block);
        if (message !== null) yield message;
      }
    }
  } finally {
    // Whoever stops reading wants no more of it; what broke off is over anyway.
    await reader.cancel().catch(() => undefined);
  }
}

function messageIn(block: string): StreamMessage | null {
  const fields = { event: 'message', id: '' };
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const [, name, value = ''] = /^([a-z]+):? ?(.*)$/.exec(line) ?? [];
    if (name === 'data') data.push(value);
    else if (name === 'event' || name === 'id') fields[name] = value;
  }
  return data.length === 0 ? null : { ...fields, data: data.join('\n') };
}
