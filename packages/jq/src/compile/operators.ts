/** Arithmetic, comparisons, negation and the logical operators. */
import type { Code, Direct } from '../machine/machine.ts';
import { GO } from '../machine/machine.ts';
import type { Run } from '../machine/run.ts';
import type { BinaryOperator, Node } from '../syntax/ast.ts';
import { add, divide, modulo, multiply, negate, subtract } from '../value/arithmetic.ts';
import type { Json } from '../value/json.ts';
import { isTruthy } from '../value/json.ts';
import { compare, equals } from '../value/order.ts';
import { combine, fromDirect, fromLink, saveInput, to } from './code.ts';
import type { Scope } from './scope.ts';
import { build } from './scope.ts';

type Operation = (left: Json, right: Json, run: Run) => Json;

export const OPERATIONS: Readonly<Record<BinaryOperator, Operation>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': modulo,
  '==': equals,
  '!=': (left, right, run) => !equals(left, right, run),
  '<': (left, right, run) => compare(left, right, run) < 0,
  '<=': (left, right, run) => compare(left, right, run) <= 0,
  '>': (left, right, run) => compare(left, right, run) > 0,
  '>=': (left, right, run) => compare(left, right, run) >= 0,
};

/** The right operand is evaluated first and varies slowest. */
export function buildBinary(node: Node<'binary'>, scope: Scope): Code {
  const operation = OPERATIONS[node.operator];
  const left = build(node.left, scope);
  const right = build(node.right, scope);
  if (left.direct !== null && right.direct !== null)
    return fromDirect(directBinary(left.direct, right.direct, operation));
  return combine([right, left], scope, ([b = null, a = null], { run }) => operation(a, b, run));
}

function directBinary(left: Direct, right: Direct, operation: Operation): Direct {
  return (value, frame) => {
    const b = right(value, frame);
    return operation(left(value, frame), b, frame.run);
  };
}

export function buildNegate(node: Node<'negate'>, scope: Scope): Code {
  return combine([build(node.body, scope)], scope, ([value = null], { run }) => negate(value, run));
}

/** `and` and `or` evaluate their right side once for each output of the left that does not decide. */
export function buildLogical(node: Node<'logical'>, scope: Scope): Code {
  const decisive = node.operator === 'or';
  const left = build(node.left, scope);
  const right = build(node.right, scope);
  const { direct: leftOf } = left;
  const { direct: rightOf } = right;
  if (leftOf !== null && rightOf !== null) {
    return fromDirect((value, frame) => {
      if (isTruthy(leftOf(value, frame)) === decisive) return decisive;
      return isTruthy(rightOf(value, frame));
    });
  }
  return fromLink((next) => {
    const input = saveInput(scope);
    const decide = right.link(to((value, _path, frame) => next.exec(isTruthy(value), input.path(frame), frame)));
    const start = left.link(
      to((value, _path, frame) => {
        frame.run.step();
        if (isTruthy(value) === decisive) return next.exec(decisive, input.path(frame), frame);
        return decide(input.value(frame), null, frame);
      }),
    );
    return input.save((value, _path, frame) => start(value, null, frame));
  });
}

/** `a // b`: the truthy outputs of `a`, or else the outputs of `b`. */
export function buildAlternative(node: Node<'alternative'>, scope: Scope): Code {
  const left = build(node.left, scope);
  const right = build(node.right, scope);
  const { direct: leftOf } = left;
  const { direct: rightOf } = right;
  const direct: Direct | null =
    leftOf === null || rightOf === null
      ? null
      : (value, frame) => {
          const preferred = leftOf(value, frame);
          return isTruthy(preferred) ? preferred : rightOf(value, frame);
        };
  return {
    direct,
    link: (next) => {
      const found = scope.unit.valueSlot();
      const otherwise = right.link(next);
      const preferred = left.link(
        to((value, path, frame) => {
          if (!isTruthy(value)) return GO;
          frame.values[found] = true;
          return next.exec(value, path, frame);
        }),
      );
      return (value, path, frame) => {
        frame.run.step();
        frame.values[found] = false;
        const signal = preferred(value, path, frame);
        if (signal !== GO || isTruthy(frame.value(found))) return signal;
        return otherwise(value, path, frame);
      };
    },
  };
}
