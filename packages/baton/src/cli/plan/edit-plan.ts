import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definitionText, formatDiagnostics, isJsonObject, readDocument, type JsonObject } from '@batonhq/core';
import type { Plan } from '@batonhq/agents/planner';
import { editedDefinition } from '../../plans/edited-definition.ts';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import { PlanRefusedError } from '../../system/plan-refused-error.ts';
import { UsageError } from '../argument/usage-error.ts';
import { confirm, canAsk } from '../terminal/confirm.ts';
import { plainText } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * Opens the plan's YAML in the person's editor until what comes back passes the checks, or they give up. Throws the last
 * problems when they do.
 */
export async function editPlan(
  plan: Plan,
  system: Pick<OrchestrationSystem, 'checkPlan'>,
  { talk }: Terminal,
): Promise<Plan> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-plan-'));
  const file = join(folder, 'plan.yaml');
  try {
    await writeFile(file, definitionText(plan.definition));
    for (;;) {
      await openEditor(file);
      try {
        return await system.checkPlan(await readEdited(file));
      } catch (error) {
        if (!(error instanceof PlanRefusedError || error instanceof UsageError)) throw error;
        talk.line(plainText(error.message));
        if (!canAsk() || !(await confirm('Edit it again?'))) throw error;
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readEdited(file: string): Promise<JsonObject> {
  const { value, diagnostics } = readDocument(await readFile(file, 'utf8'), { file: 'plan.yaml' });
  if (isJsonObject(value)) return editedDefinition(value, process.env['USER'] ?? 'a person');
  throw new UsageError(diagnostics.length === 0 ? 'plan.yaml holds no members' : formatDiagnostics(diagnostics));
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
