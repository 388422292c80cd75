/**
 * `node examples/language/main.ts [KIND...]` executes the examples of the language guide, one for each kind of task, and
 * says how each ended. It ends with 1 when one did not keep what its first lines promise.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createOrchestrationSystem, type Json, type OrchestrationSystem } from '@batonhq/baton';
import { readExamples, type Example } from './example.ts';
import functions from './functions.ts';
import { startStockService } from './stock-service.ts';

const kinds = process.argv.slice(2);
const examples = readExamples().filter(({ name }) => kinds.length === 0 || kinds.includes(name));
const folder = mkdtempSync(join(tmpdir(), 'baton-language-'));
try {
  await using service = await startStockService();
  const allow = [new URL(service.address).host];
  const system = await createOrchestrationSystem({ dataDir: folder, functions, egress: { allow } });
  // `run.yaml` finds its child by name, so it is published first.
  for (const { name, text } of readExamples()) if (name === 'child') await system.define(text);
  for (const example of examples) await show(system, example, service.address);
  await system.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function show(system: OrchestrationSystem, example: Example, service: string): Promise<void> {
  const { name, text, input, expected } = example;
  await system.define(text);
  const given = isRecord(input) && 'service' in input ? { ...input, service } : input;
  const execution = await system.submitWorkflow({ workflow: `language/${name}`, input: given });
  const result = await execution.result();
  const found: Json = JSON.parse(JSON.stringify(result));
  const kept =
    'output' in expected ? keeps(found, { output: expected.output }) : keeps(found, { fault: expected.fault });
  console.log(`${kept ? 'ok    ' : 'WRONG '} ${name.padEnd(8)} ${JSON.stringify(found)}`);
  if (!kept) process.exitCode = 1;
}

/** True when everything promised is there; a fault may say more than was promised. */
function keeps(found: Json, promised: Json): boolean {
  if (!isRecord(found) || !isRecord(promised)) return isDeepStrictEqual(found, promised);
  return Object.entries(promised).every(([name, value]) =>
    name === 'output' ? isDeepStrictEqual(found[name], value) : keeps(found[name] ?? null, value),
  );
}

function isRecord(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
