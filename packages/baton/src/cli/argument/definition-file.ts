import { checkDefinition, type CheckedDefinition } from '../../system/check-definition.ts';
import { readTextFile } from './json-argument.ts';
import { loadModule } from './load-module.ts';
import { UsageError } from './usage-error.ts';

/** A definition that was named on the command line, checked. */
export interface DefinitionFile {
  readonly file: string;
  /** Empty for a definition that a module made. */
  readonly text: string;
  readonly checked: CheckedDefinition;
}

/** Reads a definition from YAML or JSON, or from a module that exports one. Throws {@link UsageError}. */
export async function readDefinitionFile(file: string): Promise<DefinitionFile> {
  if (/\.[cm]?[jt]s$/.test(file)) {
    const object = definitionIn(await loadModule(file, 'FILE'), file);
    return { file, text: '', checked: checkDefinition({ object }, file) };
  }
  const text = await readTextFile(file, 'FILE');
  return { file, text, checked: checkDefinition({ text }, file) };
}

/** The default export, or the only export that looks like a definition. */
function definitionIn(exported: Readonly<Record<string, unknown>>, file: string): unknown {
  if (isDefinition(exported['default'])) return exported['default'];
  const [found, other] = [...new Set(Object.values(exported).filter(isDefinition))];
  if (found !== undefined && other === undefined) return found;
  const problem = found === undefined ? 'no definition' : 'more than one definition';
  throw new UsageError(`${file} exports ${problem}`, 'export default workflow({ … }).do(…)');
}

function isDefinition(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'document' in value && 'do' in value;
}
