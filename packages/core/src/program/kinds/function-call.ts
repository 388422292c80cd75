import { closest } from '../../definition/closest.ts';
import { protocolCalls, type FunctionCall } from '../../definition/schema/task.ts';
import { inside, siteIn, type TaskBody } from '../compilation.ts';
import { lookUp } from '../references.ts';
import { repeatRule } from '../repeat-rule.ts';
import { standingAlone } from '../standing-alone.ts';
import type { Compiling } from './kind-compiler.ts';

/** `name`, `name:version`, `name@catalog`, `name:version@catalog`. */
const qualified = /^([^:@\s]+)(?::([^:@\s]+))?(?:@([^:@\s]+))?$/;

/** `call` of a function: one of `use.functions`, one of a catalog, or one at a URI. */
export function compileFunctionCall(compiling: Compiling<FunctionCall>): TaskBody {
  const { task, compilation, around, metadata } = compiling;
  const functions = compilation.workflow.use?.functions ?? {};
  if (Object.hasOwn(functions, task.call)) return inlined(compiling);
  const given = task.with === undefined ? undefined : compilation.template(task.with, siteIn(around, 'with'));
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(task.call)) return unavailable(`functions at URIs (${task.call})`);
  const [, name, version, catalog = 'default'] = qualified.exec(task.call) ?? [];
  if (name === undefined) {
    const expected = 'a name, name:version@catalog, or a URI';
    compilation.report([...around.path, 'call'], {
      message: 'this is no name of a function',
      expected,
      found: task.call,
    });
    return unavailable(task.call);
  }
  const catalogs = compilation.workflow.use?.catalogs ?? {};
  if (catalog !== 'default' || Object.hasOwn(catalogs, catalog)) {
    lookUp(compilation, {
      section: 'catalogs',
      members: compilation.workflow.use?.catalogs,
      name: catalog,
      path: [...around.path, 'call'],
    });
    return unavailable(`functions of the catalog "${catalog}"`);
  }
  if (!task.call.includes('@')) warnOfMisspelling(compiling, Object.keys(functions));
  const effect = {
    kind: 'function',
    name,
    ...(version !== undefined && { version }),
    ...(given !== undefined && { with: given }),
  } as const;
  return { kind: 'call', effect, repeat: repeatRule(metadata, 'keyed') };
}

function unavailable(what: string): TaskBody {
  return { kind: 'call', effect: { kind: 'unavailable', what }, repeat: 'safe' };
}

/** A function may be registered at any time, so an unknown name is no error; one near a known name is suspicious. */
function warnOfMisspelling({ task, compilation, around }: Compiling<FunctionCall>, functions: readonly string[]): void {
  const near = closest(task.call, [...functions, ...Object.keys(protocolCalls)]);
  if (near === undefined) return;
  const problem = {
    message: `"${task.call}" is looked for in the catalog of functions`,
    hint: `did you mean "${near}"?`,
  };
  compilation.report([...around.path, 'call'], problem, { severity: 'warning' });
}

/** The body of a function stands inside the call, with what the call gives as its raw input. */
function inlined({ task, compilation, around, metadata }: Compiling<FunctionCall>): TaskBody {
  const name = task.call;
  const body = lookUp(compilation, {
    section: 'functions',
    members: compilation.workflow.use?.functions,
    name,
    path: [...around.path, 'call'],
  });
  if (body === undefined || around.calls.includes(name)) {
    const circle = [...around.calls.slice(around.calls.indexOf(name)), name].map((one) => `"${one}"`).join(' calls ');
    const hint = `the function of the catalog is "${name}@default"`;
    compilation.report([...around.path, 'call'], { message: `these functions never end: ${circle}`, hint });
    return unavailable(name);
  }
  const given = task.with === undefined ? undefined : compilation.template(task.with, siteIn(around, 'with'));
  const { repeat, probe, short, approval } = metadata;
  const caller = {
    ...(repeat !== undefined && { repeat }),
    ...(probe !== undefined && { probe }),
    ...(short !== undefined && { short }),
    ...(approval !== undefined && { approval }),
  };
  const node = compilation.task(
    { name, task: standingAlone(body.value), ...(given !== undefined && { arguments: given }), caller },
    { ...inside(around, []), path: body.path, variables: new Set(), calls: [...around.calls, name] },
  );
  return { kind: 'do', sequence: { tasks: [node] } };
}
