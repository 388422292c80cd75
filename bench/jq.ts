/**
 * jq beside its peers: twenty typical expressions, each compiled before where a system can do that, measured in
 * processor time per evaluation. The table goes to stderr, the measurement to stdout.
 *
 *     node bench/jq.ts [--quick]
 *
 * Two of the peers are installed in a folder of their own: `npm ci` in `bench/jq-peers`. Without them their columns
 * stay empty.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { compile } from '@batonhq/jq';
import type { Json } from '@batonhq/jq';
import { BenchError } from './bench-error.ts';
import { median, printMeasurement, rounded } from './measurement.ts';
import type { Measurement } from './measurement.ts';

/** Installed in `jq-peers` only, hence resolved from there. */
const peerPackages = { wasm: 'jq-wasm', js: '@michaelhomer/jqjs' } as const;

const order: Json = {
  id: 'o-17',
  customer: { first: 'Ada', last: 'Lovelace', email: 'ada@example.org', tags: ['vip', 'early'] },
  lines: Array.from({ length: 10 }, (_, index) => ({
    sku: `sku-${index}`,
    price: index * 2,
    count: index % 3,
    tags: ['a', 'b'],
  })),
  a: { b: [[{ x: 1 }, { x: 5 }, { x: 7 }], 2] },
  note: 'deliver on 2015-03-05, please',
  total: null,
};

const expressions = [
  '.a.b[0] | map(select(.x > 3)) | {n: length}',
  '.customer.first',
  '.lines | length',
  '.total // 0',
  '"\\(.customer.first) \\(.customer.last)"',
  'if .customer.first == "Ada" then "yes" else "no" end',
  '.customer + {seen: true}',
  '[.lines[] | select(.price > 5) | .sku]',
  '.lines | map({sku, amount: (.price * .count)})',
  '.lines | map(.price * .count) | add',
  'reduce .lines[] as $line (0; . + $line.price)',
  '.lines | any(.price > 10)',
  'first(.lines[] | select(.sku == "sku-3"))',
  '.lines | sort_by(.price) | .[0].sku',
  '.lines | group_by(.count) | map(length)',
  '.customer.first |= ascii_downcase',
  'del(.customer.email)',
  '.customer | with_entries(.value |= tostring)',
  '.note | split(" ") | join("-")',
  '.note | test("[0-9]{4}-[0-9]{2}")',
] as const;

/** Evaluates once; answers with all outputs. */
type Evaluation = () => readonly unknown[];

interface Contender {
  readonly system: string;
  readonly version: string;
  /** Null where the system cannot do the expression. */
  readonly prepare: (expression: string) => Evaluation | null;
}

const isQuick = process.argv.includes('--quick');
const contenders = [ours(), await jqWeb(), ...(await installedPeers())];
const figures = contenders.map((contender) => ({
  contender,
  micros: expressions.map((text) => measure(contender, text)),
}));
printTable();
const [own, ...peers] = figures.map(toMeasurement);
if (own === undefined) throw new BenchError('nothing was measured');
printMeasurement({ ...own, beside: peers });

function ours(): Contender {
  return {
    system: 'jq',
    version: versionOf('../packages/jq/package.json'),
    prepare: (expression) => {
      const program = compile(expression);
      return () => program.all(order);
    },
  };
}

/** The C program, compiled to WebAssembly; it compiles the expression in every evaluation. */
async function jqWeb(): Promise<Contender> {
  const require = createRequire(import.meta.url);
  const instance: unknown = await require('jq-web');
  const raw = methodOf(instance, 'raw');
  const input = JSON.stringify(order);
  return {
    system: 'jq-web',
    version: versionIn(require, 'jq-web'),
    prepare: (expression) => () => linesOf(raw(input, expression, ['-c'])),
  };
}

async function installedPeers(): Promise<readonly Contender[]> {
  const require = createRequire(new URL('jq-peers/package.json', import.meta.url));
  try {
    return [await jqWasm(require), await jqJs(require)];
  } catch (error) {
    console.error(`jq-wasm and jqjs are not measured, install them by \`npm ci\` in bench/jq-peers (${String(error)})`);
    return [];
  }
}

async function jqWasm(require: NodeJS.Require): Promise<Contender> {
  const module: unknown = require(peerPackages.wasm);
  const handle: unknown = await methodOf(module, 'loadJq')();
  const json = methodOf(handle, 'json');
  return {
    system: 'jq-wasm',
    version: versionIn(require, peerPackages.wasm),
    prepare: (expression) => () => arrayOf(json(order, expression)),
  };
}

async function jqJs(require: NodeJS.Require): Promise<Contender> {
  const module: unknown = await import(pathToFileURL(require.resolve(peerPackages.js)).href);
  const compileJs = methodOf(propertyOf(module, 'default'), 'compile');
  return {
    system: 'jqjs',
    version: versionIn(require, peerPackages.js),
    prepare: (expression) => {
      const filter = compileJs(expression);
      return typeof filter === 'function' ? () => [...yieldedBy(Reflect.apply(filter, undefined, [order]))] : null;
    },
  };
}

/** Processor time of one evaluation in µs; undefined where the system does something else than we do. */
function measure({ system, prepare }: Contender, expression: string): number | undefined {
  try {
    const evaluate = prepare(expression);
    const expected = JSON.stringify(compile(expression).all(order));
    if (evaluate === null || JSON.stringify(evaluate()) !== expected) return undefined;
    return best(evaluate);
  } catch (error) {
    console.error(`${system} fails on ${expression}: ${String(error).slice(0, 100)}`);
    return undefined;
  }
}

/** The best of several blocks: the others were disturbed by something. */
function best(evaluate: Evaluation): number {
  const blockMicros = isQuick ? 20_000 : 100_000;
  const count = Math.max(Math.ceil(blockMicros / Math.max(block(evaluate, 3), 0.1)), 1);
  block(evaluate, count);
  return Math.min(...Array.from({ length: isQuick ? 3 : 7 }, () => block(evaluate, count)));
}

function block(evaluate: Evaluation, count: number): number {
  const before = process.cpuUsage();
  for (let round = 0; round < count; round += 1) evaluate();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

function printTable(): void {
  const names = contenders.map(({ system }) => system.padStart(18)).join('');
  console.error(`µs per evaluation${''.padEnd(35)}${names}`);
  for (const [index, expression] of expressions.entries()) {
    const own = figures[0]?.micros[index];
    const cells = figures.map(({ micros }) => cellOf(micros[index], own).padStart(18));
    console.error(`${expression.slice(0, 50).padEnd(52)}${cells.join('')}`);
  }
}

/** A figure and its ratio to ours. */
function cellOf(micros: number | undefined, own: number | undefined): string {
  if (micros === undefined) return 'not the same';
  return `${rounded(micros, 3)}${own === undefined || own === micros ? '' : ` (${rounded(micros / own, 3)}x)`}`;
}

function toMeasurement({ contender, micros }: (typeof figures)[number]): Measurement {
  const measured = micros.filter((figure) => figure !== undefined);
  const missing = expressions.filter((_, index) => micros[index] === undefined);
  return {
    system: contender.system,
    versions: { [contender.system]: contender.version },
    ...(measured.length === 0 ? {} : { jqMicros: rounded(median(measured)) }),
    notes: [
      `${measured.length} of ${expressions.length} expressions give what ours gives; the figure is their median`,
      ...(missing.length === 0 ? [] : [`others: ${missing.join(', ')}`]),
    ],
    extra: {
      slowest: rounded(Math.max(...measured)),
      microsByExpression: Object.fromEntries(expressions.map((expression, index) => [expression, micros[index]])),
    },
  };
}

function propertyOf(value: unknown, name: string): unknown {
  return (typeof value === 'object' || typeof value === 'function') && value !== null
    ? Reflect.get(value, name)
    : undefined;
}

function methodOf(value: unknown, name: string): (...args: readonly unknown[]) => unknown {
  const method = propertyOf(value, name);
  if (typeof method !== 'function') throw new BenchError(`a peer has no method ${name}`);
  return (...args) => Reflect.apply(method, value, args);
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What a generator yields; its type is not known here. */
function* yieldedBy(generator: unknown): Generator<unknown> {
  const next = methodOf(generator, 'next');
  for (let step = next(); propertyOf(step, 'done') !== true; step = next()) yield propertyOf(step, 'value');
}

function linesOf(text: unknown): readonly unknown[] {
  const lines = typeof text === 'string' ? text.trim().split('\n') : [];
  return lines.filter((line) => line !== '').map((line): unknown => JSON.parse(line));
}

function versionOf(path: string): string {
  return versionFrom(readFileSync(new URL(path, import.meta.url), 'utf8'));
}

function versionIn(require: NodeJS.Require, name: string): string {
  const folder = require.resolve.paths(name)?.find((path) => existsSync(`${path}/${name}/package.json`));
  return folder === undefined ? 'unknown' : versionFrom(readFileSync(`${folder}/${name}/package.json`, 'utf8'));
}

function versionFrom(manifest: string): string {
  const version = propertyOf(JSON.parse(manifest), 'version');
  return typeof version === 'string' ? version : 'unknown';
}
