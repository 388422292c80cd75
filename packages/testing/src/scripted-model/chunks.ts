import type { ScriptedReply } from './script.ts';

/** Letters in one chunk of text. */
const piece = 12;

/** The chunks of a streamed chat completion, as OpenAI sends them. */
export function* chunksOf({
  reply,
  model,
  turn,
}: {
  readonly reply: ScriptedReply;
  readonly model: string;
  readonly turn: number;
}): Iterable<object> {
  const { text = '', calls = [], usage = { input: 100, output: 20 } } = reply;
  const finish = reply.finish ?? (calls.length > 0 ? 'tool_calls' : 'stop');
  const chunk = (delta: object, reason: string | null = null): object => ({
    id: `completion-${turn}`,
    object: 'chat.completion.chunk',
    created: 0,
    model,
    choices: [{ index: 0, delta, finish_reason: reason }],
  });
  yield chunk({ role: 'assistant', content: '' });
  for (let start = 0; start < text.length; start += piece) yield chunk({ content: text.slice(start, start + piece) });
  for (const [index, call] of calls.entries()) {
    const written = typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments);
    const opening = { name: call.name, arguments: '' };
    yield chunk({
      tool_calls: [{ index, id: call.id ?? `call-${turn}-${index}`, type: 'function', function: opening }],
    });
    yield chunk({ tool_calls: [{ index, function: { arguments: written } }] });
  }
  yield chunk({}, finish);
  if (usage === null) return;
  const { input, output } = usage;
  const tokens = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
  yield { id: `completion-${turn}`, object: 'chat.completion.chunk', created: 0, model, choices: [], usage: tokens };
}
