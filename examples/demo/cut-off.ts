/**
 * The part of the demo that is slow enough to kill: one workflow over this repository's own documents. Nothing here does
 * anything for going on where it was; the journal in `.baton` does.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionHandle, OrchestrationSystem, TaskView } from '@batonhq/baton';
import { showProgress } from '@batonhq/baton/progress';
import { startReviewService, type ReviewService } from './review-service.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
/** The data folder of the demo. */
export const dataDir = join(here, '.baton');
const serviceDir = join(here, '.baton', 'review-service');
const ledger = join(serviceDir, 'ledger.jsonl');
const definition = readFileSync(join(here, 'document-report.yaml'), 'utf8');

const say = (line = ''): void => console.log(line);

/** The functions that it calls: registered before anything goes on. */
export { default as documentFunctions } from './functions.ts';

/** Starts the report, or goes on with the one that was cut off, and shows it to its end. */
export async function reportOnDocuments(owner: OrchestrationSystem): Promise<void> {
  const unfinished = await newestOpen(owner);
  if (unfinished === undefined) rmSync(serviceDir, { recursive: true, force: true });
  const service = await openService();
  try {
    const before = unfinished === undefined ? [] : await tasksOf(owner, unfinished);
    say(
      unfinished === undefined
        ? `Kill me whenever you like, then start me again:  kill -9 ${process.pid}`
        : `Execution ${unfinished} was cut off. It goes on where it was.`,
    );
    say();
    const handle = unfinished === undefined ? await submit(owner, service) : owner.attach(unfinished);
    await owner.start();
    await showProgress(owner, handle.id);
    await tellEnd(handle, { service, before });
  } finally {
    await service.close();
  }
}

/** The newest of these executions, when it has not ended. */
export async function newestOpen(owner: OrchestrationSystem): Promise<string | undefined> {
  const [newest] = await owner.listExecutions({ namespace: 'demo', name: 'document-report', limit: 1 });
  return newest?.endedAt === null ? newest.id : undefined;
}

async function tasksOf(owner: OrchestrationSystem, id: string): Promise<readonly TaskView[]> {
  return (await owner.getExecution(id)).tasks;
}

/** The service answers at the same port as before: the execution that goes on has recorded it. */
async function openService(): Promise<ReviewService> {
  mkdirSync(serviceDir, { recursive: true });
  const file = join(serviceDir, 'port');
  const service = await startReviewService(ledger, readPort(file));
  writeFileSync(file, String(service.port));
  return service;
}

function readPort(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

async function submit(owner: OrchestrationSystem, { port }: ReviewService): Promise<ExecutionHandle> {
  const { namespace, name, version } = await owner.define(definition);
  const report = relative(root, join(dataDir, 'report.md'));
  const input = { root, report, reviewer: `http://127.0.0.1:${port}/reviews` };
  return owner.submitWorkflow({ workflow: `${namespace}/${name}:${version}`, input });
}

interface Told {
  readonly service: ReviewService;
  /** The tasks of the execution when this process took it up. */
  readonly before: readonly TaskView[];
}

async function tellEnd(handle: ExecutionHandle, { service, before }: Told): Promise<void> {
  const result = await handle.result();
  say();
  say(`Result      ${JSON.stringify('output' in result ? result.output : result)}`);
  for (const line of recoveryLines(before)) say(line);
  const { requests, refused, reviewed, recognised, twice } = service.counts();
  const known = recognised === 0 ? '' : `, ${recognised} recognised by their key`;
  say(`Service     ${requests} requests: ${refused} refused, ${reviewed} reviewed${known}; ${twice} reviewed twice`);
  say(`See it      npx baton show ${handle.id} --data ${relative(process.cwd(), dataDir)}`);
}

/** What the process before had done, and what it was in the middle of. */
function recoveryLines(before: readonly TaskView[]): readonly string[] {
  if (before.length === 0) return [];
  const done = before.filter(({ phase }) => phase === 'completed');
  const open = before.filter(({ endedAt }) => endedAt === null);
  const innermost = open.filter(({ reference }) => !open.some((task) => isInside(task.reference, reference)));
  return [
    `Recovered   ${done.length} tasks were done before, and not again: ${names(done)}`,
    `Taken up    ${names(innermost)}`,
  ];
}

function isInside(reference: string, container: string): boolean {
  return reference.startsWith(container) && /^[/[:]/.test(reference.slice(container.length));
}

function names(tasks: readonly TaskView[]): string {
  const shown = tasks.slice(0, 6).map(({ reference }) => reference);
  return shown.join(', ') + (tasks.length > shown.length ? ', …' : '');
}
