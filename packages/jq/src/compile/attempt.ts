/** `try f catch g` and `f?`: errors of `f`, but not errors of what follows it. */
import type { JqError } from '../errors/jq-error.ts';
import type { Code, Direct, Exec, Next } from '../machine/machine.ts';
import { GO } from '../machine/machine.ts';
import type { Node } from '../syntax/ast.ts';
import { isCatchable } from '../value/describe.ts';
import { fromLink, to } from './code.ts';
import type { Scope } from './scope.ts';
import { build } from './scope.ts';

export function buildTry(node: Node<'try'>, scope: Scope): Code {
  const body = build(node.body, scope);
  const handler = node.handler === null ? null : build(node.handler, scope);
  const link = (next: Next): Exec => linkTry(body, handler?.link(next) ?? null, { next, scope });
  if (body.direct === null || handler === null || handler.direct === null) return fromLink(link);
  return { direct: directTry(body.direct, handler.direct), link };
}

function directTry(body: Direct, handler: Direct): Direct {
  return (value, frame) => {
    const { depth } = frame.run;
    try {
      return body(value, frame);
    } catch (error) {
      if (!isCatchable(error)) throw error;
      frame.run.depth = depth;
      return handler(error.value, frame);
    }
  };
}

// What follows runs while the body is still on the stack. The slot tells on which side of the border an error arose.
function linkTry(body: Code, handler: Exec | null, place: { next: Next; scope: Scope }): Exec {
  const { exec } = place.next;
  const isInside = place.scope.unit.valueSlot();
  const guarded = body.link(
    to((value, path, frame) => {
      frame.values[isInside] = false;
      const signal = exec(value, path, frame);
      frame.values[isInside] = true;
      return signal;
    }),
  );
  return (value, path, frame) => {
    const { depth } = frame.run;
    let caught: JqError;
    try {
      frame.values[isInside] = true;
      return guarded(value, path, frame);
    } catch (error) {
      if (frame.values[isInside] !== true || !isCatchable(error)) throw error;
      caught = error;
    }
    frame.run.depth = depth;
    return handler === null ? GO : handler(caught.value, path, frame);
  };
}
