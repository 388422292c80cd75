import type { Endpoint } from '../definition/schema/endpoint.ts';
import type { Computed } from '../expression/evaluator.ts';
import { unwrapExpression } from '../expression/template.ts';
import { compileUriTemplate } from '../expression/uri-template.ts';
import { compileAuthentication } from './authentication.ts';
import { deeper, type Compilation, type Site } from './compilation.ts';

/** A place to call, ready to be evaluated. */
export interface Target {
  readonly uri: Computed;
  readonly authentication?: Computed;
}

/** Compiles an endpoint: a URI, an expression, or a map with `uri` and `authentication`. */
export function compileEndpoint(compilation: Compilation, endpoint: Endpoint, site: Site): Target {
  if (typeof endpoint === 'string') return { uri: compileUri(compilation, endpoint, site) };
  const uri = compileUri(compilation, endpoint.uri, deeper(site, 'uri'));
  if (endpoint.authentication === undefined) return { uri };
  const authentication = compileAuthentication(compilation, endpoint.authentication, deeper(site, 'authentication'));
  return authentication === undefined ? { uri } : { uri, authentication };
}

function compileUri(compilation: Compilation, uri: string, site: Site): Computed {
  return unwrapExpression(uri) === undefined ? compileUriTemplate(uri) : compilation.computed(uri, site);
}
