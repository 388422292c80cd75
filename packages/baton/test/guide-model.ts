/** A server that stands in for the models of the guides, in a process of its own: it answers whatever form it is asked for. */
import { startScriptedModel } from '@batonhq/testing';

function last(messages: readonly { readonly content?: unknown }[]): string {
  return JSON.stringify(messages.map(({ content }) => content ?? ''));
}

const model = await startScriptedModel(({ messages, tools = [] }) => {
  const said = last(messages);
  const used = messages.some(({ role }) => role === 'tool');
  const [tool] = tools;
  if (tool?.function.name === 'documents_read' && !used)
    return { calls: [{ name: 'documents_read', arguments: { path: 'bakery/growth-notes.md' } }] };
  if (said.includes('leftOut') || used) return { text: JSON.stringify({ text: 'Shorter.', leftOut: ['words'] }) };
  if (said.includes('Write the opening')) return { text: JSON.stringify({ text: 'What was found, in short.' }) };
  const path = /\\"path\\\\?":\\*"([^"\\]+)/.exec(said)?.[1] ?? 'nowhere';
  return { text: JSON.stringify({ points: [{ text: 'It goes on.', paths: [path] }], text: 'In short.', topics: [] }) };
});
process.send?.(new URL(model.address).host);
process.once('disconnect', () => process.exit());
