import { z } from 'zod';
import { isJsonObject, type JsonObject } from '../../kernel/json.ts';
import { duration } from './duration.ts';
import { emittedEvent } from './event.ts';
import { choose, mustBe, strict, wrong } from './parts.ts';
import { referableProblem } from './problem-details.ts';
import { taskBase } from './task-base.ts';
import { anyMap, expression, text } from './text.ts';

const setValue = choose<string | JsonObject>((value) => {
  if (typeof value === 'string') return { schema: expression };
  if (!isJsonObject(value)) return mustBe(value, 'a map, or an expression: ${ … }');
  return Object.keys(value).length === 0 ? mustBe(value, 'a map with at least one property') : { schema: anyMap };
});

/** `set`. */
export const setTask = strict({ ...taskBase, set: setValue });

/** `raise`. */
export const raiseTask = strict({ ...taskBase, raise: strict({ error: referableProblem }) });

/** `wait`. */
export const waitTask = strict({ ...taskBase, wait: duration });

/** `emit`. */
export const emitTask = strict({ ...taskBase, emit: strict({ event: strict({ with: emittedEvent }) }) });

const switchCase = strict({ when: expression.optional(), then: text });

const switchItem = choose<Record<string, z.output<typeof switchCase>>>((value) => {
  if (isJsonObject(value) && Object.keys(value).length === 1) return { schema: z.record(z.string(), switchCase) };
  if (isJsonObject(value) && ('then' in value || 'when' in value)) {
    return wrong('a case needs a name', {
      expected: '- name: { when: …, then: … }',
      hint: 'indent the properties of a case under its name',
    });
  }
  return mustBe(value, 'one named case: - name: { when: …, then: … }');
});

/** `switch`. */
export const switchTask = strict({ ...taskBase, switch: z.array(switchItem).min(1, 'at least one case') });
