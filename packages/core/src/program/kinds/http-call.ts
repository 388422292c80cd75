import type { CallTask } from '../../definition/schema/task.ts';
import { unwrapExpression } from '../../expression/template.ts';
import type { Json } from '../../kernel/json.ts';
import { deeper, siteIn, type Compilation, type Site, type TaskBody } from '../compilation.ts';
import { compileEndpoint } from '../endpoint.ts';
import { closest } from '../../definition/closest.ts';
import { httpRepeatRule, repeatRule } from '../repeat-rule.ts';
import type { Compiling } from './kind-compiler.ts';

/** `call: http`, as written. */
export type HttpCall = Extract<CallTask, { call: 'http'; with: { method: string } }>;

/** `call: http`. Its arguments may mention secrets: they are evaluated when the call is made. */
export function compileHttp({ task, compilation, around, metadata }: Compiling<HttpCall>): TaskBody {
  const { headers, query, body, output, redirect } = task.with;
  const site = { ...siteIn(around, 'with'), secrets: true };
  const method = compileMethod(compilation, task.with.method, site);
  const target = compileEndpoint(compilation, task.with.endpoint, deeper(site, 'endpoint'));
  const member = (name: string, value: Json | undefined) =>
    value !== undefined && { [name]: compilation.template(value, deeper(site, name)) };
  const members = { ...member('headers', headers), ...member('query', query), ...member('body', body) };
  return {
    kind: 'call',
    effect: {
      kind: 'http',
      method,
      endpoint: target.uri,
      ...members,
      redirect: redirect ?? false,
      output: output ?? 'content',
      ...(target.authentication !== undefined && { authentication: target.authentication }),
    },
    repeat: repeatRule(metadata, httpRepeatRule(method)),
  };
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY', 'CONNECT'];

function compileMethod(compilation: Compilation, method: string, site: Site): string {
  const upper = method.toUpperCase();
  const path = [...site.path, 'method'];
  if (!/^[A-Z][A-Z-]*$/.test(upper)) {
    const hint =
      unwrapExpression(method) === undefined
        ? {}
        : { hint: 'the method decides whether the call may be repeated, so it cannot be computed' };
    compilation.report(path, {
      message: 'this is no HTTP method',
      expected: `one of: ${methods.join(', ')}`,
      found: method,
      ...hint,
    });
  } else if (!methods.includes(upper)) {
    const near = closest(upper, methods);
    if (near !== undefined)
      compilation.report(
        path,
        { message: `"${method}" is an unusual HTTP method`, hint: `did you mean "${near.toLowerCase()}"?` },
        { severity: 'warning' },
      );
  }
  return upper;
}
