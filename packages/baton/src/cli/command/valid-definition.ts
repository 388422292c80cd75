import { createHash } from 'node:crypto';
import { hasErrors, isJsonObject, type CatalogEntry, type JsonObject } from '@batonhq/core';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import type { Arguments } from '../argument/arguments.ts';
import { readDefinitionFile } from '../argument/definition-file.ts';
import { UsageError } from '../argument/usage-error.ts';
import { plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { problemLines } from './problem-lines.ts';

/** The definition that the command line names; everything that is wrong with it is said. */
export async function validDefinition(typed: Arguments, { talk }: Terminal): Promise<JsonObject> {
  const read = await readDefinitionFile(typed.positionals[0] ?? '');
  const { definition, diagnostics } = read.checked;
  for (const line of problemLines(diagnostics, { ...read, paint: talk.paint })) talk.line(line);
  if (definition !== undefined && !hasErrors(diagnostics)) return definition;
  throw new UsageError(`${read.file} is not a valid definition`);
}

/**
 * Publishes a definition. What is published never changes, and whoever writes a definition edits it all the time: a
 * version that was taken by other content gets a pre-release of its own, so that both keep running.
 */
export async function publish(
  system: OrchestrationSystem,
  definition: JsonObject,
  { talk }: Terminal,
): Promise<CatalogEntry> {
  try {
    return await system.define(definition);
  } catch (error) {
    if (!isVersionTaken(error)) throw error;
    const edited = editedVersion(definition);
    const entry = await system.define(edited);
    const written = entry.version.replace(/[-.]edited\..*$/, '');
    talk.line(
      talk.paint.dim(plainLine(`version ${written} is published with other content; this is ${entry.version}`)),
    );
    return entry;
  }
}

/** Thrown by a journal of this process, or told by the owner of the folder. */
function isVersionTaken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'VersionTakenError' || ('code' in error && error.code === 'version-taken');
}

function editedVersion(definition: JsonObject): JsonObject {
  const { document } = definition;
  if (!isJsonObject(document)) return definition;
  const written = document['version'];
  const [version = '0.0.0'] = typeof written === 'string' ? written.split('+') : [];
  const digest = createHash('sha256').update(JSON.stringify(definition)).digest('hex').slice(0, 8);
  const edited = `${version}${version.includes('-') ? '.' : '-'}edited.${digest}`;
  return { ...definition, document: { ...document, version: edited } };
}
