import { assert } from '../kernel/assert.ts';
import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import type { EventKind, ExecutionEvent, Past, Recorded } from './event.ts';
import { messageName } from './message-name.ts';
import { NewerEventError } from './newer-event-error.ts';

/**
 * Facts that a stream states at most once for each subject. A journal keeps them unique by itself, as a second guard
 * behind the fence: the numbers are part of the stored form.
 *
 * Not here, because they repeat rightly: timers (the timer of a `try` is armed again for each delay), suspensions,
 * settlements and claims.
 */
const once = { execution: 1, task: 2, step: 3, compensation: 4, signal: 5 } as const;

/** An event as a journal stores it: `fields` is the event without its kind and subject. */
export interface EncodedEvent {
  readonly kind: EventKind;
  /** Version of the kind's form. */
  readonly version: number;
  /** The task, step, timer or signal that the event is about; empty when it is about the execution. */
  readonly subject: string;
  /** The class of a fact that its stream states once for each subject, `null` for all others. */
  readonly fact: number | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What a journal hands back for decoding; the kind is whatever was found. */
export interface StoredEvent {
  readonly kind: string;
  readonly version: number;
  readonly subject: string;
  readonly fields: JsonObject;
}

interface KindForm {
  readonly version: number;
  /** The field that holds the subject, empty for none. */
  readonly subject: 'task' | 'step' | 'timer' | 'of' | '';
  readonly fact: number | null;
  /** By version: makes the fields of the next version out of those of this one. */
  readonly upcast: readonly ((fields: JsonObject) => JsonObject)[];
}

const form = (subject: KindForm['subject'], fact: number | null = null): KindForm => ({
  version: 1,
  subject,
  fact,
  upcast: [],
});

/** Total: a new kind fails to compile until its form is stated. */
const forms: Readonly<Record<EventKind, KindForm>> = {
  'execution.started': form(''),
  'execution.suspended': form(''),
  'execution.resumed': form(''),
  'execution.cancelling': form(''),
  'execution.faulting': form(''),
  'execution.completed': form('', once.execution),
  'execution.faulted': form('', once.execution),
  'execution.cancelled': form('', once.execution),
  'task.started': form('task'),
  'task.completed': form('task', once.task),
  'task.skipped': form('task', once.task),
  'task.faulted': form('task', once.task),
  'task.cancelled': form('task', once.task),
  'iteration.started': form('task'),
  'iteration.completed': form('task'),
  'attempt.failed': form('task'),
  'attempt.started': form('task'),
  'fault.caught': form('task'),
  'lock.acquired': form('task'),
  'step.claimed': form('step'),
  'step.gated': form('step'),
  'gate.passed': form('step'),
  'approval.requested': form('step'),
  'approval.decided': form('step'),
  'approval.amended': form('step'),
  'revision.awaited': form('task'),
  'program.revised': form(''),
  'basis.compared': form(''),
  'budget.raised': form(''),
  'step.completed': form('step', once.step),
  'step.failed': form('step', once.step),
  'step.ambiguous': form('step'),
  'step.held': form('step'),
  'step.probing': form('step'),
  'step.settled': form('step'),
  'timer.armed': form('timer'),
  'timer.fired': form('timer'),
  'timer.cancelled': form('timer'),
  'signal.received': form('', once.signal),
  'signal.consumed': form('task'),
  'history.replayed': form('task'),
  'compensation.started': form('of', once.compensation),
};

/** Version of the stored form of `ExecutionState`; a snapshot of any other version is passed over and the events folded. */
export const snapshotVersion = 3;

/** True for the events that end an execution. */
export function endsExecution(event: ExecutionEvent): boolean {
  return forms[event.kind].fact === once.execution;
}

/** Splits an event into what a journal indexes and the rest. */
export function encodeEvent(event: ExecutionEvent): EncodedEvent {
  const { version, subject: field, fact } = forms[event.kind];
  const whole: Readonly<Record<string, unknown>> = event;
  const { kind: _kind, [field]: named = '', ...fields } = whole;
  const subject = event.kind === 'signal.received' ? messageName(event.event) : named;
  assert(typeof subject === 'string', `${event.kind} has no ${field}`);
  if (event.kind !== 'execution.started' || event.past === undefined)
    return { kind: event.kind, version, subject, fact, fields };
  return { kind: event.kind, version, subject, fact, fields: { ...fields, past: encodePast(event.past) } };
}

/** The events of a past are stored in the forms of their own kinds, so that they too are brought up to date. */
function encodePast({ events, ...rest }: Past): object {
  const encoded = events.map(({ seq, at, event }) => {
    const { kind, version, subject, fields } = encodeEvent(event);
    return { seq, at, kind, version, subject, fields };
  });
  return { ...rest, events: encoded };
}

function decodePast({ task, events, ...rest }: JsonObject): Past {
  const decoded = (Array.isArray(events) ? events : []).filter(isJsonObject).map((stored): Recorded => {
    const { seq, at, kind, version, subject, fields } = stored;
    const event = { kind: textOf(kind), version: Number(version), subject: textOf(subject), fields: objectOf(fields) };
    return { seq: Number(seq), at: Number(at), event: decodeEvent(event) };
  });
  return { ...rest, task: textOf(task), events: decoded };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/**
 * Rebuilds an event, bringing fields of an older version up to date.
 *
 * @throws {NewerEventError} for a kind or version that this release does not know.
 */
export function decodeEvent({ kind, version, subject, fields }: StoredEvent): ExecutionEvent {
  if (!isEventKind(kind) || version > forms[kind].version) throw new NewerEventError(kind, version);
  const { subject: field, upcast } = forms[kind];
  const current =
    version === forms[kind].version ? fields : upcast.slice(version - 1).reduce((older, next) => next(older), fields);
  const event = field === '' ? build(kind, current) : build(kind, { [field]: subject, ...current });
  const past = kind === 'execution.started' ? current['past'] : undefined;
  return event.kind === 'execution.started' && isJsonObject(past) ? { ...event, past: decodePast(past) } : event;
}

/** The text is trusted: whoever stored it had an event, and journals seal their rows against damage. */
function build(kind: EventKind, fields: JsonObject): ExecutionEvent {
  const event: { readonly kind: EventKind } = { kind, ...fields };
  return event as ExecutionEvent;
}

function isEventKind(kind: string): kind is EventKind {
  return Object.hasOwn(forms, kind);
}
