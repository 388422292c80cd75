/** A published definition, by name; without `version` the newest. */
export interface DefinitionName {
  readonly namespace: string;
  readonly name: string;
  readonly version?: string;
}

const shape = /^(?<namespace>[^/:\s]+)\/(?<name>[^/:\s]+)(?::(?<version>[^/:\s]+))?$/;

/**
 * Reads `namespace/name` or `namespace/name:version`; null for anything else.
 *
 * @example readDefinitionName('shop/order:1.2.0') // { namespace: 'shop', name: 'order', version: '1.2.0' }
 */
export function readDefinitionName(text: string): DefinitionName | null {
  const { namespace, name, version } = shape.exec(text)?.groups ?? {};
  if (namespace === undefined || name === undefined) return null;
  return { namespace, name, ...(version !== undefined && { version }) };
}
