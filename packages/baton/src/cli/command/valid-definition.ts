import { hasErrors, type JsonObject } from '@batonhq/core';
import { readDefinitionFile } from '../argument/definition-file.ts';
import { UsageError } from '../argument/usage-error.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { problemLines } from './problem-lines.ts';

/** A definition that may be executed or published. */
export interface ValidDefinition {
  readonly file: string;
  readonly definition: JsonObject;
  readonly namespace: string;
  readonly name: string;
  /** Of its canonical form: what identifies it, whatever version it bears. */
  readonly hash: string;
}

/** Reads a definition that the command line names; everything that is wrong with it is said. Throws a UsageError. */
export async function validDefinition(file: string, { errors }: Terminal): Promise<ValidDefinition> {
  const read = await readDefinitionFile(file);
  const { definition, names, diagnostics } = read.checked;
  for (const line of problemLines(diagnostics, { ...read, paint: errors.paint })) errors.line(line);
  if (definition === undefined || names === undefined || hasErrors(diagnostics)) {
    throw new UsageError(`${read.file} is not a valid definition`);
  }
  return { file, definition, namespace: names.namespace, name: names.name, hash: names.hash };
}

/** Reads all of them before anything is done with one. Throws a UsageError. */
export async function validDefinitions(
  files: readonly string[],
  terminal: Terminal,
): Promise<readonly ValidDefinition[]> {
  const definitions: ValidDefinition[] = [];
  for (const file of files) definitions.push(await validDefinition(file, terminal));
  return definitions;
}
