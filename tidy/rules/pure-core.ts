import { Visitor } from 'oxc-parser';
import type { Finding, Rule, SourceFile } from '../finding.ts';
import { moduleRequests } from '../imports.ts';
import { purePackages } from '../layers.ts';

const impure =
  /^(Date\.now|Math\.random|setTimeout|setInterval|setImmediate|queueMicrotask|fetch|(performance|process|console|crypto|globalThis|Intl)\.\w+)$/;

/** Answers depend on the language and the time zone of the machine. */
const local = /\.(localeCompare|toLocale\w+|getTimezoneOffset)$/;

/** Time zones other than UTC need tables that only the host has; jq asks for them where its caller names a zone, Baton never does. */
const timeZones = 'packages/jq/src/time/zone.ts';

/** The core and jq have no clock, no randomness and no I/O: a trigger carries time and entropy. */
export const pureCore: Rule = {
  name: 'pure-core',
  why: 'replay is a promise: the same triggers must give the same events on every machine, every day.',
  check: (tree) =>
    tree.sources
      .filter((source) => purePackages.includes(source.unit) && !source.isTest && source.path.includes('/src/'))
      .flatMap((source) => [...nodeImports(source), ...impureCalls(source)]),
};

function nodeImports(source: SourceFile): readonly Finding[] {
  return moduleRequests(source)
    .filter(({ specifier }) => specifier.startsWith('node:'))
    .map(({ specifier, line }) => ({ file: source.path, line, message: `imports ${specifier}` }));
}

function impureCalls(source: SourceFile): readonly Finding[] {
  const found: Finding[] = [];
  const add = (node: { readonly start: number }, what: string): void => {
    found.push({ file: source.path, line: source.lineAt(node.start), message: `uses ${what}` });
  };
  const check = (node: { readonly start: number; readonly end: number }): void => {
    const text = source.text.slice(node.start, node.end);
    if (source.path === timeZones && text.startsWith('Intl.')) return;
    if (impure.test(text) || local.test(text)) add(node, text);
  };
  new Visitor({
    MemberExpression: check,
    CallExpression: ({ callee }) => callee.type === 'Identifier' && check(callee),
    NewExpression: (node) => {
      if (source.text.slice(node.callee.start, node.callee.end) === 'Date' && node.arguments.length === 0)
        add(node, 'new Date()');
    },
  }).visit(source.parsed().program);
  return found;
}
