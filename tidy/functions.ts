import { Visitor } from 'oxc-parser';
import type { ArrowFunctionExpression, Function as FunctionNode, ParamPattern } from 'oxc-parser';
import type { SourceFile } from './finding.ts';

/** A function with a body, as the rules about size and parameters see it. */
export type FunctionFact = {
  readonly line: number;
  readonly lines: number;
  readonly parameters: readonly ParamPattern[];
  readonly isBlock: boolean;
};

/** Every function, method and arrow function of a file that has a body. */
export function functionsOf(source: SourceFile): readonly FunctionFact[] {
  const found: FunctionFact[] = [];
  const add = (node: FunctionNode | ArrowFunctionExpression): void => {
    const line = source.lineAt(node.start);
    const isBlock = node.body?.type === 'BlockStatement';
    if (node.body) found.push({ line, lines: source.lineAt(node.end) - line + 1, parameters: node.params, isBlock });
  };
  new Visitor({ FunctionDeclaration: add, FunctionExpression: add, ArrowFunctionExpression: add }).visit(
    source.parsed().program,
  );
  return found;
}
