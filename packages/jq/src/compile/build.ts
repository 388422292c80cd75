/** Syntax tree to Code: one builder for each kind of node. */
import type { Code } from '../machine/machine.ts';
import type { Ast } from '../syntax/ast.ts';
import { buildIndex, buildIterate, buildSlice } from './access.ts';
import { buildAssign } from './assignment.ts';
import { buildTry } from './attempt.ts';
import { buildBind, buildVariable } from './binding.ts';
import { buildCall, buildDefine } from './calls.ts';
import { buildArray, buildFormat, buildLiteral, buildObject, buildString } from './construct.ts';
import { buildBreak, buildComma, buildIf, buildLabel, buildPipe } from './control.ts';
import { buildForeach, buildReduce } from './folding.ts';
import { IDENTITY_CODE } from './identity.ts';
import { buildAlternative, buildBinary, buildLogical, buildNegate } from './operators.ts';
import type { Scope } from './scope.ts';

export function buildNode(ast: Ast, scope: Scope): Code {
  switch (ast.kind) {
    case 'identity':
      return IDENTITY_CODE;
    case 'literal':
      return buildLiteral(ast);
    case 'string':
      return buildString(ast, scope);
    case 'format':
      return buildFormat(ast, scope);
    case 'index':
      return buildIndex(ast, scope);
    case 'slice':
      return buildSlice(ast, scope);
    case 'iterate':
      return buildIterate(ast, scope);
    case 'array':
      return buildArray(ast, scope);
    case 'object':
      return buildObject(ast, scope);
    case 'negate':
      return buildNegate(ast, scope);
    case 'pipe':
      return buildPipe(ast, scope);
    case 'comma':
      return buildComma(ast, scope);
    case 'binary':
      return buildBinary(ast, scope);
    case 'logical':
      return buildLogical(ast, scope);
    case 'alternative':
      return buildAlternative(ast, scope);
    case 'assign':
      return buildAssign(ast, scope);
    case 'if':
      return buildIf(ast, scope);
    case 'try':
      return buildTry(ast, scope);
    case 'reduce':
      return buildReduce(ast, scope);
    case 'foreach':
      return buildForeach(ast, scope);
    case 'bind':
      return buildBind(ast, scope);
    case 'label':
      return buildLabel(ast, scope);
    case 'break':
      return buildBreak(ast, scope);
    case 'define':
      return buildDefine(ast, scope);
    case 'call':
      return buildCall(ast, scope);
    case 'variable':
      return buildVariable(ast, scope);
  }
}
