/** Whether a definition calls itself, which decides how its calls are compiled. */
import type { Ast, Definition, Pattern } from './ast.ts';

/** Conservative: an inner function of the same name and number of parameters counts as a call, too. */
export function callsItself(definition: Definition): boolean {
  const arity = definition.parameters.length;
  const pending: Ast[] = [definition.body];
  for (let ast = pending.pop(); ast !== undefined; ast = pending.pop()) {
    if (ast.kind === 'call' && ast.name === definition.name && ast.args.length === arity) return true;
    pending.push(...childrenOf(ast));
  }
  return false;
}

function childrenOf(ast: Ast): readonly Ast[] {
  switch (ast.kind) {
    case 'identity':
    case 'literal':
    case 'format':
    case 'variable':
    case 'break':
      return [];
    case 'string':
      return ast.parts.filter((part): part is Ast => typeof part !== 'string');
    case 'index':
      return [ast.target, ast.key];
    case 'slice':
      return present(ast.target, ast.from, ast.upto);
    case 'iterate':
      return [ast.target];
    case 'array':
      return present(ast.body);
    case 'object':
      return ast.entries.flatMap(({ key, value }) => [key, value]);
    case 'negate':
    case 'label':
      return [ast.body];
    case 'pipe':
      return ast.stages;
    case 'comma':
      return ast.items;
    case 'binary':
    case 'logical':
    case 'alternative':
    case 'assign':
      return [ast.left, ast.right];
    case 'if':
      return [ast.condition, ast.then, ast.otherwise];
    case 'try':
      return present(ast.body, ast.handler);
    case 'reduce':
      return [ast.source, ast.init, ast.update, ...ast.patterns.flatMap(keysIn)];
    case 'foreach':
      return [...present(ast.source, ast.init, ast.update, ast.extract), ...ast.patterns.flatMap(keysIn)];
    case 'bind':
      return [ast.source, ast.body, ...ast.patterns.flatMap(keysIn)];
    case 'define':
      return [ast.definition.body, ast.body];
    case 'call':
      return ast.args;
  }
}

const present = (...asts: readonly (Ast | null)[]): readonly Ast[] => asts.filter((ast) => ast !== null);

function keysIn(pattern: Pattern): readonly Ast[] {
  switch (pattern.kind) {
    case 'name':
      return [];
    case 'elements':
      return pattern.elements.flatMap(keysIn);
    case 'members':
      return pattern.members.flatMap(({ key, value }) => [key, ...(value === null ? [] : keysIn(value))]);
  }
}
