import type { ExecutionEvent, Json, Recorded } from '@batonhq/core';
import { parentOf } from './key.ts';
import { closed, faultText, freshRow, noAnswerIn, partsOf, span, type How } from './row.ts';
import { emptyStory, type Row, type RowPhase, type Span, type Story } from './story.ts';

/** The story with further events; the one before stays as it is. Events that it has already are passed over. */
export function foldStory(story: Story, events: readonly Recorded[]): Story {
  const news = events.filter(({ seq }) => seq > story.seq);
  if (news.length === 0) return story;
  const folding = new Folding(story);
  for (const recorded of news) folding.take(recorded);
  return folding.story();
}

type TaskEvent = Extract<ExecutionEvent, { readonly task: string }>;
type StepEvent = Extract<ExecutionEvent, { readonly step: string }>;

/** One batch of events on its way into a story: changes rows in place of its own map. */
class Folding {
  readonly #rows: Map<string, Row>;
  #standing: readonly Span[];
  #revisions: readonly number[];
  #seq: number;
  #input: Json | undefined;
  #at = 0;

  constructor({ rows, standing, revisions, seq, input }: Story) {
    this.#revisions = revisions;
    this.#input = input;
    this.#rows = new Map(rows);
    this.#standing = standing;
    this.#seq = seq;
  }

  story(): Story {
    const [seq, input, rows] = [this.#seq, this.#input, this.#rows];
    return { seq, input, rows, revisions: this.#revisions, standing: this.#standing };
  }

  take({ seq, at, event }: Recorded): void {
    this.#seq = seq;
    this.#at = at;
    if ('task' in event) this.#task(event);
    else if ('step' in event) this.#step(event);
    else this.#execution(event);
  }

  #execution(event: ExecutionEvent): void {
    switch (event.kind) {
      case 'execution.started':
        this.#input = event.input;
        this.#past(event.past?.events ?? []);
        break;
      case 'program.revised':
        this.#revisions = [...this.#revisions, this.#at];
        break;
      case 'execution.suspended':
        this.#standing = [...this.#standing, span('standing', this.#at, event.reason)];
        break;
      case 'execution.resumed':
        this.#standing = this.#standing.map((one) => closed(one, { until: this.#at, how: 'completed' }));
        break;
      case 'execution.completed':
      case 'execution.faulted':
      case 'execution.cancelled':
        this.#standing = this.#standing.map((one) => closed(one, { until: this.#at, how: 'cancelled' }));
        break;
      default:
    }
  }

  /** What was open there is entered anew here. */
  #past(events: readonly Recorded[]): void {
    const folding = new Folding(emptyStory);
    for (const recorded of events) folding.take(recorded);
    for (const row of folding.#rows.values()) this.#rows.set(row.key, { ...row, isPast: true });
  }

  #task(event: TaskEvent): void {
    switch (event.kind) {
      case 'task.started':
        this.#started(event);
        break;
      case 'task.completed':
        this.#end(event.task, 'completed', { ...(event.output !== undefined && { output: event.output }) });
        break;
      case 'task.skipped':
        this.#end(event.task, 'skipped', {});
        break;
      case 'task.faulted':
        this.#end(event.task, 'faulted', { fault: event.fault });
        break;
      case 'task.cancelled':
        this.#cancelInside(event.task);
        break;
      case 'iteration.started':
        this.#change(event.task, () => ({ begun: event.index + 1 }));
        break;
      case 'attempt.failed':
        this.#failedAttempt(event);
        break;
      case 'attempt.started':
        this.#attempt(event.task, event.attempt + 1);
        break;
      case 'fault.caught':
        this.#change(event.task, ({ spans }) => ({
          spans: spans.map((one) => closed(one, { until: this.#at, how: 'faulted', text: faultText(event.fault) })),
        }));
        break;
      case 'signal.consumed':
        this.#change(event.task, ({ spans }) => ({
          spans: spans.map((one) => (one.kind === 'attempt' ? { ...one, kind: 'delay', text: 'for messages' } : one)),
        }));
        break;
      case 'compensation.started':
        this.#add(event.task, { input: event.input });
        break;
      default:
    }
  }

  #started({ task, input, effect, gates, items, due }: TaskEvent & { readonly kind: 'task.started' }): void {
    const [gate] = gates ?? [];
    const wait = due === undefined ? null : span('delay', this.#at, 'for its timer');
    const first = gate === undefined ? span('attempt', this.#at, '') : span('gate', this.#at, `the ${gate.gate}`);
    this.#add(task, {
      phase: due === undefined && gate === undefined ? 'running' : 'waiting',
      ...(input !== undefined && { input }),
      effect: effect ?? null,
      items: items === undefined ? null : items.length,
      due: due ?? null,
      spans: [wait ?? first],
    });
  }

  #failedAttempt({ task, fault, retryAt }: TaskEvent & { readonly kind: 'attempt.failed' }): void {
    this.#change(task, ({ spans }) => ({
      phase: 'waiting',
      fault,
      due: retryAt,
      spans: [
        ...spans.map((one) => closed(one, { until: this.#at, how: 'faulted', text: faultText(fault) })),
        span('delay', this.#at, 'before it tries again'),
      ],
    }));
  }

  #step(event: StepEvent): void {
    switch (event.kind) {
      case 'step.claimed':
        this.#claimed(event);
        break;
      case 'step.gated':
        this.#gated(event);
        break;
      case 'step.completed':
        this.#endStep(event);
        break;
      case 'step.failed':
        this.#end(event.step, 'faulted', { fault: event.fault });
        break;
      case 'step.ambiguous':
      case 'step.held':
        this.#wait(event.step, 'gate', event.reason);
        break;
      case 'approval.requested':
        this.#wait(event.step, 'question', 'somebody to say yes or no');
        break;
      case 'approval.decided': {
        const how = event.decision === 'approve' ? 'completed' : 'faulted';
        const said = `${how === 'completed' ? 'approved' : 'denied'} by ${event.by}`;
        this.#change(event.step, ({ spans }) => ({
          spans: spans.map((one) => closed(one, { until: this.#at, how, text: said })),
        }));
        break;
      }
      default:
    }
  }

  #claimed({ step, attempt, operation, due }: StepEvent & { readonly kind: 'step.claimed' }): void {
    if (operation?.kind === 'release' || operation?.kind === 'continueAs') return;
    if (operation !== undefined && !this.#rows.has(step)) this.#addStep(step, partsOf(operation, due ?? null));
    else this.#attempt(step, attempt);
  }

  /** A model that gave no answer is told as an outcome of its step: for whoever looks it is what went wrong. */
  #endStep({ step, output }: StepEvent & { readonly kind: 'step.completed' }): void {
    const why = noAnswerIn(output);
    this.#end(step, why === null ? 'completed' : 'faulted', { output });
    if (why !== null)
      this.#change(step, ({ spans }) => ({
        spans: spans.map((one, index) => (index === spans.length - 1 ? { ...one, text: why } : one)),
      }));
  }

  #gated({ step, attempt, gates, operation }: StepEvent & { readonly kind: 'step.gated' }): void {
    if (operation !== undefined && !this.#rows.has(step))
      this.#addStep(step, { ...partsOf(operation, null), attempts: attempt, spans: [] });
    this.#wait(step, 'gate', `the ${gates[0]?.gate ?? 'gate'}`);
  }

  /** An attempt begins: whatever was before it is over, and a further attempt means that the one before came to nothing. */
  #attempt(key: string, attempt: number): void {
    this.#change(key, ({ spans }) => ({
      phase: 'running',
      attempts: attempt,
      due: null,
      spans: [
        ...spans.map((one) => closed(one, { until: this.#at, how: one.kind === 'attempt' ? 'faulted' : 'completed' })),
        span('attempt', this.#at, ''),
      ],
    }));
  }

  #wait(key: string, kind: Span['kind'], text: string): void {
    this.#change(key, ({ spans }) => ({
      phase: 'waiting',
      spans: [
        ...spans.map((one) => closed(one, { until: this.#at, how: one.kind === 'attempt' ? 'faulted' : 'completed' })),
        span(kind, this.#at, text),
      ],
    }));
  }

  #add(key: string, parts: Partial<Row>): void {
    const before = this.#rows.get(key);
    const spans = parts.spans ?? [span('attempt', this.#at, '')];
    // A task that is entered anew stands where it began now, not where it began in the past.
    if (before !== undefined) this.#rows.delete(key);
    this.#rows.set(key, { ...freshRow(key, this.#at), ...parts, spans });
  }

  #addStep(key: string, parts: Partial<Row>): void {
    this.#add(key, parts);
    this.#change(parentOf(key), () => ({ hasSteps: true }));
  }

  #end(key: string, phase: Exclude<RowPhase, 'running' | 'waiting'>, parts: Partial<Row>): void {
    const row = this.#rows.get(key) ?? { ...freshRow(key, this.#at), spans: [] };
    const how: How = phase === 'skipped' ? 'cancelled' : phase;
    const text = parts.fault === undefined || parts.fault === null ? '' : faultText(parts.fault);
    const spans = row.spans.map((one) => closed(one, { until: this.#at, how, text }));
    this.#rows.set(key, { ...row, fault: null, ...parts, phase, endedAt: this.#at, due: null, spans });
  }

  /** One event stands for a task and everything open inside it. */
  #cancelInside(key: string): void {
    for (const row of this.#rows.values()) {
      const isInside = row.key === key || (row.key.startsWith(key) && /[/[:|]/.test(row.key.charAt(key.length)));
      if (isInside && row.endedAt === null) this.#end(row.key, 'cancelled', {});
    }
    if (!this.#rows.has(key)) this.#end(key, 'cancelled', {});
  }

  #change(key: string, parts: (row: Row) => Partial<Row>): void {
    const row = this.#rows.get(key);
    if (row !== undefined) this.#rows.set(key, { ...row, ...parts(row) });
  }
}
