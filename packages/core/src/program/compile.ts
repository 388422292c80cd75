import type { Definition } from '../definition/definition.ts';
import { hasErrors, type Diagnostic } from '../definition/diagnostic.ts';
import type { Evaluator } from '../expression/evaluator.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { sha256 } from '../kernel/sha256.ts';
import type { Compilation, Site, Stage, Surroundings } from './compilation.ts';
import { createCompilation } from './compiling.ts';
import { compileAuthentication } from './authentication.ts';
import { checkExtensions } from './extensions.ts';
import type { DefinitionReference, Program } from './program.ts';
import { compileRetry } from './retry.ts';
import { inputRules, outputRules } from './rules.ts';
import { compileSchedule } from './schedule.ts';
import type { SchemaCompiler } from './schema-compiler.ts';
import { checkSettings } from './settings-check.ts';
import { standingAlone } from './standing-alone.ts';
import { taskMetadata } from './task-metadata.ts';
import { compileTimeout } from './timeouts.ts';

/** What a definition is compiled with. */
export interface CompileOptions {
  readonly evaluator: Evaluator;
  readonly schemas: SchemaCompiler;
}

/** A program, unless something is wrong with the definition; and all that is to be said about it. */
export interface CompileResult {
  readonly program?: Program;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles a definition: expressions are parsed, names resolved, durations computed, so that nothing about the
 * definition is left to find out while it runs. All problems are reported at once; warnings do not prevent a program.
 */
export function compileProgram(definition: Definition, options: CompileOptions): CompileResult {
  const started = createCompilation(definition, options);
  const { compilation } = started;
  const { workflow } = definition;
  const functions = compileFunctions(compilation);
  const root = compilation.sequence(workflow.do, { ...outermost, path: ['do'] });
  const timeout = compileTimeout(compilation, workflow.timeout, siteAt('workflow', 'timeout'));
  const schedule = compileSchedule(compilation, siteAt('workflow input'));
  const parts = {
    root,
    functions,
    input: inputRules(compilation, workflow.input, siteAt('workflow input', 'input')),
    output: outputRules(compilation, workflow.output, siteAt('workflow', 'output')),
    ...(timeout !== undefined && { timeout }),
    ...(schedule !== undefined && { schedule }),
    secrets: workflow.use?.secrets ?? [],
    metadata: taskMetadata(compilation, workflow.document.metadata, siteAt('task', 'document', 'metadata')),
  };
  checkUnused(compilation);
  const { tasks, diagnostics } = started.finish();
  if (hasErrors(diagnostics)) return { diagnostics };
  const program: Program = { reference: referenceOf(definition), definition: definition.json, tasks, ...parts };
  return { program, diagnostics };
}

const outermost: Surroundings = { path: [], prefix: '', variables: new Set(), hidden: () => undefined, calls: [] };

function siteAt(stage: Stage, ...path: readonly string[]): Site {
  return { path, stage, variables: outermost.variables, hidden: outermost.hidden, secrets: false };
}

function referenceOf({ workflow, json }: Definition): DefinitionReference {
  const { namespace, name, version } = workflow.document;
  return { namespace, name, version, hash: sha256(canonicalJson(json)) };
}

/** Functions stand in the program on their own too: compensations and probes start there. */
function compileFunctions(compilation: Compilation): ReadonlyMap<string, number> {
  const functions = Object.entries(compilation.workflow.use?.functions ?? {});
  return new Map(
    functions.map(([name, task]) => {
      const path = ['use', 'functions', name];
      const around: Surroundings = { ...outermost, path, prefix: ':functions', calls: [name], extending: 'nothing' };
      return [name, compilation.task({ name, task: standingAlone(task) }, around)];
    }),
  );
}

/** What `use` holds is checked whether anything names it or not. */
function checkUnused(compilation: Compilation): void {
  const { authentications = {}, errors = {}, retries = {}, timeouts = {} } = compilation.workflow.use ?? {};
  for (const [name, policy] of Object.entries(authentications)) {
    compileAuthentication(compilation, policy, siteAt('task', 'use', 'authentications', name));
  }
  for (const name of Object.keys(errors)) {
    const site = siteAt('task', 'use', 'errors', name);
    compilation.template(compilation.written(site.path) ?? null, site);
  }
  for (const [name, retry] of Object.entries(retries)) {
    compileRetry(compilation, retry, siteAt('task', 'use', 'retries', name));
  }
  for (const [name, timeout] of Object.entries(timeouts)) {
    compileTimeout(compilation, timeout, siteAt('task', 'use', 'timeouts', name));
  }
  checkExtensions(compilation, outermost);
  checkSettings(compilation);
}
