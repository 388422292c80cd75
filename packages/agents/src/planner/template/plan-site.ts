import { isOwnResult } from '../../connector/workspace/shelf.ts';
import { cuesOf, type Cues } from '../goal/cues.ts';
import { contextText, type Goal } from '../goal/goal.ts';
import type { Phrases } from '../goal/language.ts';
import type { DraftTask, PlanDraft, PlannableFunction, Question } from '../plan.ts';

/** A kind of work that can be part of a goal: the words that ask for it, and the tasks that do it. */
export interface Part {
  readonly name: string;
  readonly cues: Cues;
  /** Adds its tasks. What others need of it is found by the names of its tasks. */
  build(site: PlanSite): void;
}

/** A file that a task needs: what such files are called, how they end, and how to ask for one. */
export interface WantedFile {
  readonly like: RegExp;
  readonly endings: readonly string[];
  readonly question: Phrases;
}

/** Where a draft is put together: what is wanted, what there is, and what has been added so far. */
export class PlanSite {
  readonly goal: Goal;
  /** Names of the parts that the goal asks for. */
  readonly parts: ReadonlySet<string>;
  readonly #functions: ReadonlyMap<string, PlannableFunction>;
  readonly #tasks: DraftTask[] = [];
  readonly #assumptions: string[] = [];
  readonly #questions: Question[] = [];
  readonly #missing: Question[] = [];

  constructor(goal: Goal, parts: ReadonlySet<string>, functions: readonly PlannableFunction[]) {
    this.goal = goal;
    this.parts = parts;
    this.#functions = new Map(functions.map((one) => [one.name, one]));
  }

  /** The phrase in the goal's language. */
  say(phrases: Phrases): string {
    return phrases[this.goal.language];
  }

  /** Whether there is a function of this name. */
  can(name: string): boolean {
    return this.#functions.has(name);
  }

  /** Adds a task unless there is one of its name; true when it stands. A task whose function is missing is left out. */
  add(task: Omit<DraftTask, 'purpose'> & { readonly purpose: Phrases }): boolean {
    if (this.has(task.name)) return true;
    if (!this.can(task.function)) return false;
    this.#tasks.push({ ...task, purpose: this.say(task.purpose) });
    return true;
  }

  has(task: string): boolean {
    return this.#tasks.some(({ name }) => name === task);
  }

  assume(phrases: Phrases): void {
    const said = this.say(phrases);
    if (!this.#assumptions.includes(said)) this.#assumptions.push(said);
  }

  /** A question whose answer would make the plan better; it can go ahead without. */
  ask(name: string, phrases: Phrases, choices?: readonly string[]): void {
    this.#questions.push({ name, text: this.say(phrases), ...(choices !== undefined && { choices }) });
  }

  /** Something without which the plan would be a guess. */
  miss(name: string, phrases: Phrases, choices?: readonly string[]): void {
    if (this.#missing.some((known) => known.name === name)) return;
    this.#missing.push({ name, text: this.say(phrases), ...(choices !== undefined && { choices }) });
  }

  get missing(): readonly Question[] {
    return this.#missing;
  }

  /** Whether anything is asked that the plan could be made without. */
  get isOpen(): boolean {
    return this.#questions.length > 0;
  }

  get isEmpty(): boolean {
    return this.#tasks.length === 0;
  }

  draft(rest: Pick<PlanDraft, 'title' | 'origin'>): PlanDraft {
    if (this.#tasks.some((task) => this.#functions.get(task.function)?.facts.tokens !== undefined))
      this.assume({
        en: 'What is found is shown to the model that writes; without it, nothing leaves this machine.',
        he: 'מה שנמצא מוצג למודל שכותב; בלעדיו דבר אינו יוצא מהמחשב הזה.',
      });
    return {
      ...rest,
      tasks: this.#tasks,
      result: this.#result(),
      assumptions: this.#assumptions,
      questions: this.#questions,
    };
  }

  /** What people want to see in the end: the files that were written, and where a model would have written more. */
  #result(): string {
    const names = this.#tasks.map(({ name }) => name);
    const writing = this.#tasks.filter((task) => (this.#functions.get(task.function)?.facts.writes ?? []).length > 0);
    const files = writing
      .map(({ name }) => `$context.${name}`)
      .map((at) =>
        ['path', 'html', 'chart', 'charts[]', 'pieces[]?.path'].map((member) => `${at}.${member}?`).join(', '),
      );
    const texts = 'map(select(type == "string")) | unique';
    const said = (member: string): string =>
      `([${names.map((name) => `$context.${name}.${member}?`).join(', ')}] | flatten | ${texts})`;
    const notes = `notes: ${said('modelWouldAdd')}, writtenBy: ${said('writtenBy')}, notWritten: ${said('notWritten')}`;
    return `{ files: ([${files.join(', ')}] | ${texts}), last: $context.${names.at(-1) ?? ''}, ${notes} }`;
  }

  /** A file that the context names, or the one of the workspace that fits best; null, and a question, when none does. */
  file(name: string, { like, endings, question }: WantedFile): string | null {
    const named = contextText(this.goal, name);
    const all = this.goal.request.workspace?.files;
    if (named !== null && (all === undefined || all.includes(named))) return named;
    const said =
      this.goal.paths.find((path) => like.test(path)) ??
      this.goal.paths.find((path, _, all) => all.length === 1 && endings.some((ending) => endsIn(path, ending)));
    if (said !== undefined) return said;
    // A report about the brief is no brief: what Baton wrote itself is taken only where it is named.
    const files = (all ?? []).filter((path) => like.test(path) && !isOwnResult(path));
    const best = bestFiles(files, this.goal);
    if (best.length === 1 && named === null) return best[0] ?? null;
    const gone = named === null ? '' : { en: `There is no ${named}. `, he: `אין ${named}. ` }[this.goal.language];
    this.miss(
      name,
      { en: gone + question.en, he: gone + question.he },
      best.length > 0 ? best : sameKind(endings, all ?? []),
    );
    return null;
  }
}

/** How many files are suggested at most. */
const mostSuggested = 8;

/** Files that could be it by their endings, the ones nearest to the root first; undefined when there are none. */
function sameKind(endings: readonly string[], files: readonly string[]): readonly string[] | undefined {
  const fitting = files.filter((path) => endings.some((ending) => endsIn(path, ending)));
  const near = fitting.toSorted((left, right) => left.split('/').length - right.split('/').length);
  return near.length === 0 ? undefined : near.slice(0, mostSuggested);
}

function endsIn(path: string, ending: string): boolean {
  return path.toLowerCase().endsWith(`.${ending}`);
}

/** The files whose folder or name says what the goal is about; of several that do, the ones nearest to the root. */
function bestFiles(files: readonly string[], goal: Goal): readonly string[] {
  const words = cuesOf(...goal.clauses.flatMap(({ terms }) => terms));
  const said = files.filter((path) => path.split(/[/._-]+/).some((part) => words.in([part.toLowerCase()])));
  const among = said.length > 0 ? said : files;
  const depth = Math.min(...among.map((path) => path.split('/').length));
  return among.filter((path) => path.split('/').length === depth);
}
