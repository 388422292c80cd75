import { stringify } from 'yaml';
import type { JsonObject } from '../../kernel/json.ts';

/**
 * A definition as YAML that people can edit: read again, it is the same value.
 *
 * @example definitionText({ do: [{ wait: { wait: { seconds: 1 } } }] })
 */
export function definitionText(definition: JsonObject): string {
  return stringify(definition, { version: '1.2', schema: 'core', lineWidth: 110, aliasDuplicateObjects: false });
}
