import type { Authentication, ReferableAuthentication } from '../definition/schema/authentication.ts';
import type { Computed } from '../expression/evaluator.ts';
import { isJsonObject, type Json } from '../kernel/json.ts';
import { deeper, type Compilation, type Site } from './compilation.ts';
import { lookUp } from './references.ts';
import { didYouMean } from '../definition/closest.ts';

/** Compiles an authentication policy, written at `site` or named there, to be evaluated in `perform`. Undefined when it was reported. */
export function compileAuthentication(
  compilation: Compilation,
  authentication: ReferableAuthentication,
  site: Site,
): Computed | undefined {
  if (!('use' in authentication)) return compilePolicy(compilation, authentication, { ...site, secrets: true });
  const named = lookUp(compilation, {
    section: 'authentications',
    members: compilation.workflow.use?.authentications,
    name: authentication.use,
    path: [...site.path, 'use'],
  });
  return named && compilePolicy(compilation, named.value, { ...site, path: named.path, secrets: true });
}

function compilePolicy(compilation: Compilation, policy: Authentication, site: Site): Computed {
  const [scheme = ''] = Object.keys(policy);
  const inner = deeper(site, scheme);
  const properties = compilation.written(inner.path);
  const secret = secretOf(properties);
  const computed =
    secret === undefined ? compilation.template(properties ?? null, inner) : fromSecret(compilation, secret, inner);
  return under(scheme, computed);
}

function secretOf(properties: Json | undefined): string | undefined {
  return isJsonObject(properties) && typeof properties['use'] === 'string' ? properties['use'] : undefined;
}

function fromSecret(compilation: Compilation, name: string, site: Site): Computed {
  const declared = compilation.workflow.use?.secrets ?? [];
  if (!declared.includes(name)) {
    const problem = { message: `the secret "${name}" is not in use.secrets`, ...didYouMean(name, declared) };
    compilation.report([...site.path, 'use'], problem);
  }
  const evaluate: Computed['evaluate'] = (_input, scope) => {
    const secrets = scope('secrets');
    return isJsonObject(secrets) ? (secrets[name] ?? null) : null;
  };
  return { source: { use: name }, constant: false, deferred: true, evaluate };
}

function under(scheme: string, computed: Computed): Computed {
  return {
    ...computed,
    source: { [scheme]: computed.source },
    evaluate: (input, scope) => ({ [scheme]: computed.evaluate(input, scope) }),
  };
}
