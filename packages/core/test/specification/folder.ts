import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '..', '..', '..', '..');

/** Where the published specification is: `BATON_SPEC`, or `../shared/spec` beside the repository. */
const folder = process.env['BATON_SPEC'] ?? join(repository, '..', 'shared', 'spec');

/** The specification is not part of the repository: tests against it run where it is and say so where it is not. */
export const hasSpecification = existsSync(join(folder, 'schema', 'workflow.yaml'));

/** Behind the title of a test that needs the specification. */
export const skipped = hasSpecification ? '' : ' (skipped: no specification at BATON_SPEC or ../shared/spec)';

/** A file of the specification. */
export function readSpecification(path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

/** The names of its example documents. */
export function exampleNames(): readonly string[] {
  if (!hasSpecification) return [];
  return readdirSync(join(folder, 'examples')).filter((name) => name.endsWith('.yaml'));
}
