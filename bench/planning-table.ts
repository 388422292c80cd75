/**
 * The table of `docs/planning.md`: measures each row by `bench/planning.ts`, one process after the other, and prints it.
 *
 *     node bench/planning-table.ts --data DIR
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BenchError } from './bench-error.ts';

const { values } = parseArgs({ options: { data: { type: 'string' } } });
if (values.data === undefined) throw new BenchError('expected --data DIR');

/** What was published for language models: F1 of functions, of links, and exact plans; or F1 of calls. */
const rows = [
  { set: 'ultratool', history: 'all', published: '69.5 / 41.8 / 28.2 (GPT-4-turbo); best of each 72.8 / 47.8 / 43.5' },
  { set: 'ultratool', history: '300', published: '' },
  { set: 'ultratool', history: 'none', published: '' },
  { set: 'sealtools', history: 'none', published: 'tool F1 about 80 to 85 (large or fine-tuned models)' },
];

console.log('| set | learned from | node F1 | link F1 | exact | tool F1 | published |');
console.log('|---|---|---|---|---|---|---|');
for (const { set, history, published } of rows) {
  const result = measured(set, history);
  const figures = ['nodeF1', 'linkF1', 'exact', 'toolF1'].map((name) => String(Reflect.get(result, name)));
  const examples = Number(Reflect.get(result, 'history'));
  const learned = examples === 0 ? 'nothing' : `${examples} examples`;
  console.log(`| ${[set, learned, ...figures, published].join(' | ')} |`);
}

function measured(set: string, history: string): object {
  const script = fileURLToPath(new URL('planning.ts', import.meta.url));
  const options = ['--data', values.data ?? '', '--set', set, '--history', history, '--json'];
  const text = execFileSync(process.execPath, [script, ...options], { encoding: 'utf8' });
  const result: unknown = text === '' ? null : JSON.parse(text);
  if (typeof result !== 'object' || result === null) throw new BenchError(`no figures for ${set}`);
  return result;
}
