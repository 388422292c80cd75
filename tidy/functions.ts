import { Visitor } from 'oxc-parser';
import type { ArrowFunctionExpression, Function as FunctionNode, ParamPattern } from 'oxc-parser';
import type { SourceFile } from './finding.ts';

/** A function with a body, as the rules about size and parameters see it. */
export type FunctionFact = {
  readonly line: number;
  /** Lines of code: an element of markup counts as one, however many it is written on. */
  readonly lines: number;
  readonly parameters: readonly ParamPattern[];
  readonly isBlock: boolean;
};

/** Every function, method and arrow function of a file that has a body. */
export function functionsOf(source: SourceFile): readonly FunctionFact[] {
  const found: (FunctionNode | ArrowFunctionExpression)[] = [];
  const markup: Span[] = [];
  const add = (node: FunctionNode | ArrowFunctionExpression): void => void (node.body && found.push(node));
  const element = ({ start, end }: Span): void => {
    // Elements are visited from the outside in: one inside of another is part of it.
    if ((markup.at(-1)?.end ?? 0) < end) markup.push({ start, end });
  };
  new Visitor({
    FunctionDeclaration: add,
    FunctionExpression: add,
    ArrowFunctionExpression: add,
    JSXElement: element,
    JSXFragment: element,
  }).visit(source.parsed().program);
  return found.map((node) => {
    const line = source.lineAt(node.start);
    const lines = source.lineAt(node.end) - line + 1 - markupLines(source, { node, markup });
    return { line, lines, parameters: node.params, isBlock: node.body?.type === 'BlockStatement' };
  });
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Lines of a function that are nothing but markup. */
function markupLines(
  source: SourceFile,
  { node, markup }: { readonly node: Span; readonly markup: readonly Span[] },
): number {
  return markup
    .filter(({ start, end }) => start >= node.start && end <= node.end)
    .reduce((lines, { start, end }) => lines + source.lineAt(end) - source.lineAt(start), 0);
}
