import type { Json } from '../../client.ts';
import { ProblemError } from '../../client.ts';
import { isObject } from '../../part/is-object.ts';
import { Problem } from '../../part/problem.tsx';
import { Text } from '../../part/text.tsx';
import { visible } from '../../part/value.tsx';

/** What is wrong with one task of a plan. */
export interface TaskProblem {
  readonly task: string | null;
  readonly place: string;
  readonly message: string;
  readonly expected: string;
}

/** The problems that an error carries. */
export function taskProblemsOf(error: Error | null): readonly TaskProblem[] {
  const problems = error instanceof ProblemError ? error.problem['problems'] : undefined;
  if (!Array.isArray(problems)) return [];
  return problems.flatMap((one: Json) => {
    if (!isObject(one)) return [];
    const text = (name: string): string => (typeof one[name] === 'string' ? one[name] : '');
    return [
      {
        task: one['task'] === null ? null : text('task'),
        place: text('place'),
        message: text('message'),
        expected: text('expected'),
      },
    ];
  });
}

/** Why there is no plan, problem by problem where they are known. */
export function PlanProblems({ error }: { readonly error: Error | null }) {
  const problems = taskProblemsOf(error);
  if (problems.length === 0) return <Problem error={error} />;
  return (
    <div role="alert" className="note bad">
      <strong>There is no such plan</strong>
      <ul>
        {problems.map(({ task, place, message, expected }) => (
          <li key={`${task} ${place} ${message}`} dir="auto">
            {task !== null && (
              <>
                <Text of={task} />
                {place !== '' && ` (${visible(place)})`}:{' '}
              </>
            )}
            {visible(message)}
            {expected !== '' && `. Expected: ${visible(expected)}`}
          </li>
        ))}
      </ul>
    </div>
  );
}
