/** A process that dies while a model writes: started again, it goes on, and no answer it had is asked for again. */
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startScriptedModel } from '@batonhq/testing';
import { expect, onTestFinished, test } from 'vitest';
import { openWorkplace } from './run-baton.ts';

const sample = fileURLToPath(new URL('../../../examples/workspace', import.meta.url));
const goal = 'Summarise what the documents say about Tvuot';

test('killed while the second text is written, the first is not written again', async () => {
  using place = openWorkplace();
  cpSync(sample, join(place.folder, 'workspace'), { recursive: true });
  const asked: string[] = [];
  const { promise: second, resolve: reached } = Promise.withResolvers<void>();
  const model = await startScriptedModel(({ messages }) => {
    const said = JSON.stringify(messages);
    const isOpening = said.includes('Write the opening');
    asked.push(isOpening ? 'opening' : 'analysis');
    if (isOpening) reached();
    const path = /\\"path\\\\?":\\*"([^"\\]+)/.exec(said)?.[1] ?? '';
    const answer = isOpening ? { text: 'In short.' } : { points: [{ text: 'It goes on.', paths: [path] }] };
    return { text: JSON.stringify(answer), ...(isOpening && asked.length === 2 && { delay: 60_000 }) };
  });
  onTestFinished(() => model.close());
  const { host } = new URL(model.address);
  const line = [
    'do',
    goal,
    '--workspace',
    'workspace',
    '--yes',
    '--model',
    `${model.address}#scripted`,
    '--allow-host',
    host,
  ];
  const first = place.start(...line);
  await second;
  first.kill('SIGKILL');
  await first.finished;
  const again = await place.run(...line);
  expect(again).toMatchObject({ code: 0, talk: expect.stringMatching(/continuing execution[\s\S]*written by/) });
  expect(asked).toEqual(['analysis', 'opening', 'opening']);
  expect(readdirSync(join(place.folder, 'workspace', 'results'))).toContain('תבואות.md');
});
