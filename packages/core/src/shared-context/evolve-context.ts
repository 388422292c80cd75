import { assert } from '../kernel/assert.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { Fact } from '../event/fact.ts';
import { NewerEventError } from '../event/newer-event-error.ts';
import { isOrigin, isWriter, unwritten, type ContextState, type ContextWriter } from './context-state.ts';

/** The version in which facts of the shared context are written. */
export const contextFactVersion = 1;

/** Requests whose answer is remembered, and conflicts that are: whoever asks again does so soon. */
const remembered = 64;

/** Folds one fact into a value's state. @throws {NewerEventError} for a fact that this release does not know. */
export function evolveContext(state: ContextState, fact: Fact): ContextState {
  const { seq, at, kind, version, fields } = fact;
  if (version > contextFactVersion) throw new NewerEventError(kind, version);
  switch (kind) {
    case 'context.written':
    case 'context.removed':
      return written(state, fact);
    case 'context.refused': {
      const conflict = {
        number: seq,
        at,
        by: writerIn(fields),
        expected: typeof fields['expected'] === 'number' ? fields['expected'] : null,
        found: state.version,
        value: fields['value'] ?? null,
        why: typeof fields['why'] === 'string' ? fields['why'] : '',
      };
      const conflicts = [...state.conflicts, conflict].slice(-remembered);
      return { ...state, seq, at, conflicts, answered: answeredBy(state, fact) };
    }
    default:
      throw new NewerEventError(kind, version);
  }
}

/** Folds the facts of a value's stream, from the first. */
export function foldContext(facts: readonly Fact[]): ContextState {
  return facts.reduce(evolveContext, unwritten);
}

function written(state: ContextState, fact: Fact): ContextState {
  const { seq, at, kind, fields } = fact;
  assert(fields['replaces'] === state.version, 'a write replaces the version that is there');
  const { origin, resolves } = fields;
  const resolved: readonly Json[] = Array.isArray(resolves) ? resolves : [];
  return {
    seq,
    at,
    version: seq,
    value: kind === 'context.written' ? (fields['value'] ?? null) : undefined,
    origin: isOrigin(origin) ? origin : null,
    by: writerIn(fields),
    writtenAt: at,
    conflicts: state.conflicts.filter(({ number }) => !resolved.includes(number)),
    answered: answeredBy(state, fact),
  };
}

function answeredBy(state: ContextState, { seq, kind, fields: { request } }: Fact): ContextState['answered'] {
  if (typeof request !== 'string') return state.answered;
  return [...state.answered, { request, number: seq, isWritten: kind !== 'context.refused' }].slice(-remembered);
}

function writerIn({ by }: JsonObject): ContextWriter {
  return isWriter(by) ? by : {};
}
