import { useSearchParams } from 'wouter';
import type { Plan } from '../../client/plans.ts';
import { PlanProblems } from './plan-problems.tsx';
import { Questions } from './questions.tsx';
import { usePlanning } from './use-planning.ts';

/** What a plan leaves open: with the answers it is planned anew. */
export function OpenQuestions({ plan }: { readonly plan: Plan }) {
  const [, setSearch] = useSearchParams();
  const planning = usePlanning((page) => setSearch({ plan: page.name, version: String(page.version) }));
  const asked = planning.questions.length > 0 ? planning.questions : plan.questions;
  if (asked.length === 0) return null;
  return (
    <>
      <Questions
        questions={asked.map(({ name, text, choices = [] }) => ({ name, text, choices }))}
        onAnswer={(answers) => planning.begin({ goal: plan.goal, businessContext: answers })}
      />
      <PlanProblems error={planning.error} />
    </>
  );
}
