import { useCallback, useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Json } from '../../client.ts';
import { ProblemError } from '../../client.ts';
import { isObject } from '../../part/is-object.ts';
import { textAt } from '../../part/text-at.ts';
import { planFor, type PlannedTask, type PlanPage, type Wish } from '../../client/plans.ts';

/** A question that a planner asks before it can plan. */
export interface PlanQuestion {
  readonly name: string;
  readonly text: string;
  readonly choices: readonly string[];
}

/** Planning as it goes on. */
export interface Planning {
  readonly isGoing: boolean;
  readonly said: readonly string[];
  readonly tasks: readonly PlannedTask[];
  readonly questions: readonly PlanQuestion[];
  /** Why there is no plan; null while questions are open. */
  readonly error: Error | null;
  readonly begin: (wish: Wish) => void;
  readonly stop: () => void;
}

type State = Pick<Planning, 'isGoing' | 'said' | 'tasks' | 'questions' | 'error'>;

const nothing: State = { isGoing: false, said: [], tasks: [], questions: [], error: null };

/** Plans for a goal and tells how that goes; a plan that came about is kept by the server, and handed over. */
export function usePlanning(onPlan: (page: PlanPage) => void): Planning {
  const [state, setState] = useState(nothing);
  const queries = useQueryClient();
  const going = useRef<AbortController | null>(null);
  const stop = useCallback(() => going.current?.abort(), []);
  useEffect(() => stop, [stop]);
  const begin = (wish: Wish): void => {
    stop();
    const order = new AbortController();
    going.current = order;
    const change = (to: (before: State) => State): void => {
      if (!order.signal.aborted) setState(to);
    };
    setState({ ...nothing, isGoing: true });
    planFor(wish, {
      signal: order.signal,
      said: (line) => change((before) => ({ ...before, said: [...before.said, line] })),
      task: (task) => change((before) => ({ ...before, tasks: [...before.tasks, task] })),
    }).then(
      (page) => {
        if (order.signal.aborted) return;
        queries.setQueryData(['plan', page.name, null], page);
        onPlan(page);
      },
      (error: unknown) => {
        if (order.signal.aborted) setState(nothing);
        else change((before) => ({ ...before, isGoing: false, ...whyNot(error) }));
      },
    );
  };
  return { ...state, begin, stop };
}

function whyNot(error: unknown): Pick<State, 'questions' | 'error'> {
  if (!(error instanceof Error)) return { questions: [], error: null };
  const questions = error instanceof ProblemError ? questionsIn(error.problem['questions']) : [];
  return { questions, error: questions.length > 0 ? null : error };
}

function questionsIn(value: Json | undefined): readonly PlanQuestion[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one) => {
    if (!isObject(one)) return [];
    const choices = Array.isArray(one['choices']) ? one['choices'].map(String) : [];
    return [{ name: textAt(one, 'name'), text: textAt(one, 'text'), choices }];
  });
}
