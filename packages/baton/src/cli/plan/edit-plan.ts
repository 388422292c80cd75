import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { definitionText, formatDiagnostics, isJsonObject, readDocument, type JsonObject } from '@batonhq/core';
import type { Plan } from '@batonhq/agents/planner';
import { editedDefinition } from '../../plans/edited-definition.ts';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import { PlanRefusedError } from '../../system/plan-refused-error.ts';
import { readTextFile } from '../argument/json-argument.ts';
import { UsageError } from '../argument/usage-error.ts';
import { confirm, canAsk } from '../terminal/confirm.ts';
import { plainText } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * Opens the plan's YAML in the person's editor until what comes back passes the checks, or they give up. Then the last problems
 * are thrown, and what they wrote stays where it is.
 */
export async function editPlan(
  plan: Plan,
  system: Pick<OrchestrationSystem, 'checkPlan'>,
  { talk }: Terminal,
): Promise<Plan> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-plan-'));
  const file = join(folder, 'plan.yaml');
  const given = definitionText(plan.definition);
  await writeFile(file, given);
  for (;;) {
    try {
      await openEditor(file);
      const edited = await system.checkPlan(await readEdited(file));
      await rm(folder, { recursive: true, force: true });
      return edited;
    } catch (error) {
      const wrote = (await readFile(file, 'utf8')) !== given;
      if (!wrote) await rm(folder, { recursive: true, force: true });
      if (!wrote || !(error instanceof PlanRefusedError || error instanceof UsageError)) throw error;
      const kept = new UsageError(error.message, `what you wrote is in ${file}: baton plan edit NAME ${file}`);
      if (!canAsk()) throw kept;
      talk.line(plainText(error.message));
      if (!(await confirm('Edit it again?'))) throw kept;
    }
  }
}

/** The definition in a file that somebody wrote or changed. Throws {@link UsageError}. */
export async function readEdited(file: string): Promise<JsonObject> {
  const { value, diagnostics } = readDocument(await readTextFile(file, 'FILE'), { file: basename(file) });
  if (isJsonObject(value)) return editedDefinition(value, process.env['USER'] ?? 'a person');
  throw new UsageError(
    diagnostics.length === 0 ? `${basename(file)} holds no members` : formatDiagnostics(diagnostics),
  );
}

async function openEditor(file: string): Promise<void> {
  const editor = process.env['VISUAL'] ?? process.env['EDITOR'];
  if (editor === undefined || editor === '')
    throw new UsageError('no editor is known', 'EDITOR=nano baton plan … --edit');
  const [program = '', ...more] = editor.split(' ');
  const child = spawn(program, [...more, file], { stdio: 'inherit' });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('exit', resolve);
  child.once('error', reject);
  const code = await promise.catch(() => null);
  if (code !== 0) throw new UsageError(`the editor ${program} ended with ${code ?? 'an error'}`);
}
