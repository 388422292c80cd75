import { Visitor } from 'oxc-parser';
import type { Finding, Rule, SourceFile } from '../finding.ts';

/**
 * One durable running of a program is an *execution*. `run` stays as a verb (`run(ctx, input)`, `baton run`) and in the
 * names of the DSL's own task (`RunTask`); as a noun it is banned: `runId`, `WorkflowRun`, `activeRuns`.
 */
const banned: readonly { readonly pattern: RegExp; readonly word: string; readonly instead: string }[] = [
  { pattern: /(^|[a-z0-9])jobs?($|[A-Z0-9_])|Jobs?($|[A-Z0-9_])/, word: 'job', instead: 'execution' },
  { pattern: /(^runs|Runs)($|[A-Z0-9_])/, word: 'runs', instead: 'executions' },
  {
    pattern: /(^run|Run)(Id|State|Status|Store|Record|Phase|Event|History|Log|Info|Handle)s?($|[A-Z])/,
    word: 'run',
    instead: 'execution',
  },
  { pattern: /(workflow|active|current|open|new|old|last|this)Run$/i, word: 'run', instead: 'execution' },
  {
    pattern: /(^|[a-z0-9])(util|helper|misc)s?($|[A-Z0-9_])|(Util|Helper|Misc)s?($|[A-Z0-9_])/,
    word: 'utility',
    instead: 'the responsibility',
  },
];

/** Own identifiers use the project's words. */
export const words: Rule = {
  name: 'words',
  why: 'one word per concept: two words make readers look for a difference that is not there.',
  check: (tree) => tree.sources.flatMap((source) => declaredNames(source).flatMap((name) => judge(source, name))),
};

type Name = { readonly text: string; readonly start: number };
type Named = { readonly id: unknown };

function judge(source: SourceFile, name: Name): readonly Finding[] {
  const hit = banned.find(({ pattern }) => pattern.test(name.text));
  if (!hit) return [];
  const message = `\`${name.text}\`: say ${hit.instead}, not ${hit.word}`;
  return [{ file: source.path, line: source.lineAt(name.start), message }];
}

function declaredNames(source: SourceFile): readonly Name[] {
  const found: Name[] = [];
  const add = (node: unknown): void => {
    if (isIdentifier(node)) found.push({ text: node.name, start: node.start });
  };
  const addId = (node: Named): void => add(node.id);
  const addParameters = (node: { readonly params: readonly unknown[] }): void => node.params.forEach(add);
  const addFunction = (node: Named & { readonly params: readonly unknown[] }): void => {
    add(node.id);
    node.params.forEach(add);
  };
  const addKey = (node: { readonly key: unknown }): void => add(node.key);
  new Visitor({
    FunctionDeclaration: addFunction,
    FunctionExpression: addFunction,
    ArrowFunctionExpression: addParameters,
    VariableDeclarator: addId,
    ClassDeclaration: addId,
    TSTypeAliasDeclaration: addId,
    TSInterfaceDeclaration: addId,
    TSEnumDeclaration: addId,
    MethodDefinition: addKey,
    PropertyDefinition: addKey,
    TSPropertySignature: addKey,
    TSMethodSignature: addKey,
  }).visit(source.parsed().program);
  return found;
}

function isIdentifier(node: unknown): node is { readonly name: string; readonly start: number } {
  return (
    typeof node === 'object' && node !== null && 'name' in node && typeof node.name === 'string' && 'start' in node
  );
}
