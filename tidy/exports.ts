import type { Directive, ModuleExportName, Statement } from 'oxc-parser';
import type { SourceFile, Tree } from './finding.ts';
import { relativeTarget } from './imports.ts';

/** Where a public name is declared. */
export type Declared = {
  readonly name: string;
  readonly source: SourceFile;
  readonly start: number;
};

/** Every name a file exports, followed through re-exports inside the repository to its declaration. */
export function exportsOf(tree: Tree, source: SourceFile): readonly Declared[] {
  return source.parsed().program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return [];
    const own = statement.declaration ? namesOf(statement) : [];
    const listed = statement.specifiers.map(({ exported }) => nameOf(exported));
    return [...own, ...listed].map((name) => find(tree, source, name)).filter((found) => found !== undefined);
  });
}

/** Undefined when the name comes from another package: it is documented where it lives. */
function find(tree: Tree, source: SourceFile, name: string): Declared | undefined {
  const { body } = source.parsed().program;
  const statement = body.find((candidate) => namesOf(candidate).includes(name));
  if (statement) return { name, source, start: statement.start };
  for (const candidate of body) {
    const from = requestOf(candidate, name);
    if (!from) continue;
    if (from.specifier === undefined) return find(tree, source, from.name);
    const target = relativeTarget(source, from.specifier);
    const next = tree.sources.find(({ path }) => path === target);
    if (next) return find(tree, next, from.name);
  }
  return undefined;
}

/** The names a statement declares, exported or not. */
function namesOf(statement: Directive | Statement): readonly string[] {
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  switch (declaration?.type) {
    case 'VariableDeclaration':
      return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'ClassDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSEnumDeclaration':
      return declaration.id ? [declaration.id.name] : [];
    default:
      return [];
  }
}

/** The import or export list that brings the name in, and its name on the other side. */
function requestOf(
  statement: Directive | Statement,
  name: string,
): { readonly specifier: string | undefined; readonly name: string } | undefined {
  if (statement.type === 'ImportDeclaration') {
    const entry = statement.specifiers.find(({ local }) => local.name === name);
    return entry?.type === 'ImportSpecifier'
      ? { specifier: statement.source.value, name: nameOf(entry.imported) }
      : undefined;
  }
  if (statement.type !== 'ExportNamedDeclaration') return undefined;
  const entry = statement.specifiers.find(({ exported }) => nameOf(exported) === name);
  if (!entry) return undefined;
  const local = nameOf(entry.local);
  return statement.source || local !== name ? { specifier: statement.source?.value, name: local } : undefined;
}

function nameOf(node: ModuleExportName): string {
  return node.type === 'Literal' ? node.value : node.name;
}
