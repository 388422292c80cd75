import { didYouMean } from '../definition/closest.ts';
import { ExpressionSyntaxError, type Computed, type Evaluator, type Expression } from '../expression/evaluator.ts';
import { namedExpression } from '../expression/named-expression.ts';
import { scanVariables } from '../expression/scan.ts';
import {
  compileTemplate,
  computedExpression,
  constant,
  expressionsIn,
  unwrapExpression,
  type TemplateMode,
} from '../expression/template.ts';
import type { Json } from '../kernel/json.ts';
import { deeper, type Compilation, type Site, type Stage } from './compilation.ts';
import { checkContext } from './context-check.ts';
import { checkSecrets } from './secret-check.ts';
import { reportSyntax } from './syntax-report.ts';

/** What compiling expressions needs of the compilation. */
export type Reporting = Pick<Compilation, 'report' | 'workflow'>;

/** Compiles the expressions of one definition, each source once. */
export interface Expressions {
  expression(source: string, site: Site): Expression;
  computed(source: string, site: Site): Computed;
  template(value: Json, site: Site): Computed;
}

/** Binds the compiling of expressions to an evaluator and to where problems go. */
export function createExpressions(evaluator: Evaluator, reporting: Reporting): Expressions {
  const cached = cachedEvaluator((source) => evaluator.compile(source));
  const named = cachedEvaluator((source) => namedExpression(cached.compile(source), source));
  const mode: TemplateMode = reporting.workflow.evaluate?.mode ?? 'strict';
  const expression = (source: string, site: Site): Expression => {
    const bare = unwrapExpression(source) ?? source;
    checkVariables(bare, site, reporting);
    try {
      return named.compile(bare);
    } catch (error) {
      if (!(error instanceof ExpressionSyntaxError)) throw error;
      reportSyntax(reporting, cached, { source: bare, site, error });
      return nothing;
    }
  };
  return {
    expression,
    computed: (source, site) => computedExpression(expression(source, site), source),
    template(value, site) {
      const found = expressionsIn(value);
      const compiled = found.map((part) => expression(part.source, deeper(site, ...part.path)));
      if (!site.foreign) warnOfText(value, site, reporting);
      if (compiled.includes(nothing)) return constant(null, value);
      return compileTemplate(value, mode === 'strict' ? cached : careful(cached, site, reporting), mode);
    },
  };
}

/** Stands for an expression that could not be compiled: the program is not handed out then. */
const nothing: Expression = { variables: [], evaluate: () => null };

function cachedEvaluator(compile: Evaluator['compile']): Evaluator {
  const known = new Map<string, Expression>();
  return {
    compile(source) {
      const found = known.get(source) ?? compile(source);
      known.set(source, found);
      return found;
    },
  };
}

/** In loose mode any text may be an expression, so every one is checked as it is compiled. */
function careful(evaluator: Evaluator, site: Site, reporting: Reporting): Evaluator {
  return {
    compile(source) {
      const compiled = evaluator.compile(source);
      const { mentioned, bound } = scanVariables(source);
      const known = variablesAt(site);
      if (mentioned.some((name) => !known.includes(name) && !bound.has(name) && !secret.includes(name)))
        throw new ExpressionSyntaxError('a text');
      checkSecrets(source, site, reporting);
      return compiled;
    },
  };
}

const everywhere = ['workflow', 'runtime'];
const inTasks = [...everywhere, 'context', 'task'];

/** The variables of each stage, as the language's table has them; secrets have rules of their own. */
const variablesOf: Readonly<Record<Stage, readonly string[]>> = {
  'workflow input': everywhere,
  workflow: [...everywhere, 'context', 'input'],
  before: inTasks,
  task: [...inTasks, 'input'],
  output: [...inTasks, 'input'],
  export: [...inTasks, 'input', 'output'],
};

const secret = ['secrets', 'authorization'];

function variablesAt(site: Site): readonly string[] {
  return [...variablesOf[site.stage], ...(site.secrets ? secret : []), ...site.variables];
}

function checkVariables(source: string, site: Site, reporting: Reporting): void {
  const { mentioned, bound } = scanVariables(source);
  const known = variablesAt(site);
  for (const name of mentioned) {
    if (known.includes(name) || bound.has(name) || secret.includes(name)) continue;
    const inside = { text: source, offset: source.indexOf(`$${name}`) };
    const elsewhere = variablesOf.export.includes(name) ? 'is not available here' : 'is not known';
    const expected = `one of: ${known.map((variable) => `$${variable}`).join(', ')}`;
    reporting.report(
      site.path,
      { message: `the variable $${name} ${elsewhere}`, expected, ...hintFor(name, site, known) },
      { inside },
    );
  }
  checkSecrets(source, site, reporting);
  checkContext(source, site, reporting);
}

function hintFor(name: string, { stage }: Site, known: readonly string[]): { readonly hint?: string } {
  if (name === 'input' && stage === 'before') return { hint: 'here "." is the raw input of the task' };
  if (name === 'output')
    return {
      hint:
        stage === 'output'
          ? 'here "." is the output of the task'
          : 'the output of a task is known to its "export" only',
    };
  const near = didYouMean(name, known);
  return { hint: near.hint?.replace('"', '"$') ?? `a property of the input is written ".${name}"` };
}

/** A text with `${` in its middle looks like an expression and is none. */
function warnOfText(value: Json, site: Site, reporting: Reporting): void {
  if (typeof value === 'string') {
    if (!value.includes('${') || unwrapExpression(value) !== undefined) return;
    const problem = {
      message: 'this text contains "${" but is not an expression',
      hint: 'only a text that is ${ … } as a whole is evaluated: ${ "… \\(.name) …" }',
    };
    reporting.report(site.path, problem, { severity: 'warning', inside: { text: '${', offset: 0 } });
  } else if (Array.isArray(value)) value.forEach((item, index) => warnOfText(item, deeper(site, index), reporting));
  else if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value)) warnOfText(member, deeper(site, key), reporting);
}
