import {
  compileProgram,
  programHashes,
  readDefinitionObject,
  withRevisions,
  type JsonObject,
  type Program,
  type RepeatRule,
} from '@batonhq/core';
import { verifyExecution, type StoredExecution } from '@batonhq/engine';
import { smallSchemas } from '../expression/small-schemas.ts';
import { checkAcknowledged, type Acknowledged } from './acknowledgements.ts';
import { checkBudgets } from './budget-checks.ts';
import { checkEffects, type Violation } from './effect-checks.ts';
import { checkLimits } from './limit-checks.ts';
import { checkLocks } from './lock-checks.ts';
import type { SmallWorld } from './small-world.ts';
import { storedExecutions } from './stored-executions.ts';

/** Examines what is durable: every invariant that a journal can break, and the effects beside it. */
export class Examination {
  readonly #world: SmallWorld;
  readonly #programs = new Map<string, Program | null>();
  /** Last event that was examined, by execution. */
  readonly #examined = new Map<string, number>();

  constructor(world: SmallWorld) {
    this.#world = world;
  }

  /** Looks at every execution that has changed since the last time. */
  examine(acknowledged: readonly Acknowledged[]): void {
    const { disk } = this.#world;
    for (const stored of storedExecutions(disk.durable)) {
      if (this.#examined.get(stored.id) === stored.events.length) continue;
      this.#examined.set(stored.id, stored.events.length);
      for (const violation of this.#violationsOf(stored)) this.#world.violated(violation);
    }
    if (this.#world.isThrifty)
      for (const violation of checkBudgets(disk.durable.facts, this.#world.ledger)) this.#world.violated(violation);
    for (const violation of checkLocks(disk.durable)) this.#world.violated(violation);
    if (this.#world.isLimited) for (const violation of checkLimits(disk.durable)) this.#world.violated(violation);
    for (const one of acknowledged)
      for (const violation of checkAcknowledged(disk.durable, one)) this.#world.violated(violation);
  }

  #violationsOf(stored: StoredExecution): readonly Violation[] {
    const program = this.#programOf(stored);
    const findings = verifyExecution(stored, program).map(
      ({ invariant, execution, what }) => `${invariant} ${execution}: ${what}`,
    );
    const record = { id: stored.id, events: stored.events, ruleOf: (task: string) => ruleOf(stored, program, task) };
    return [...findings, ...mismatches(stored), ...checkEffects(record, this.#world.ledger)];
  }

  /** The program that it began with, together with those that revised it. */
  #programOf({ events }: StoredExecution): Program | null {
    const [first = null, ...others] = programHashes({ events }).map((hash) => this.#known(hash));
    return first === null
      ? null
      : withRevisions(
          first,
          others.filter((one) => one !== null),
        );
  }

  #known(hash: string): Program | null {
    const known = this.#programs.get(hash);
    if (known !== undefined) return known;
    const entry = this.#world.disk.durable.entry(hash);
    const program = entry === null ? null : this.#compile(entry.definition);
    this.#programs.set(hash, program);
    return program;
  }

  #compile(json: JsonObject): Program | null {
    const { definition } = readDefinitionObject(json);
    if (definition === undefined) return null;
    return compileProgram(definition, { evaluator: this.#world.evaluator, schemas: smallSchemas() }).program ?? null;
  }
}

/** I8 for durable functions: those of the simulation always go the same way, so none may be told that it did not. */
function mismatches({ id, events }: StoredExecution): readonly Violation[] {
  return events.flatMap(({ event }) =>
    event.kind === 'execution.suspended' && event.cause === 'mismatch' ? [`I8 ${id}: ${event.reason}`] : [],
  );
}

/** The rule of a task, found by the names in its key. */
function ruleOf(_: StoredExecution, program: Program | null, task: string): RepeatRule | undefined {
  const path = task.replaceAll(/\[\d+\]|#\d+|:\d+|:catch/g, '');
  const programs = program === null ? [] : [...(program.revisions?.values() ?? []), program];
  const nodes = programs.map(({ tasks }) => tasks.find((candidate) => candidate.path === path));
  const node = nodes.find((candidate) => candidate !== undefined);
  return node?.kind === 'call' && !task.includes(':undo') ? node.repeat : undefined;
}
