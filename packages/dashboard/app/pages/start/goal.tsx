import { useState } from 'react';
import { useSearchParams } from 'wouter';
import type { JsonObject } from '../../client.ts';
import { isObject } from '../../part/is-object.ts';
import { Problem } from '../../part/problem.tsx';
import { Text } from '../../part/text.tsx';
import { parsedJson } from '../../part/parsed-json.ts';
import { PlanProblems } from './plan-problems.tsx';
import { Questions } from './questions.tsx';
import { TaskList } from './task-list.tsx';
import { usePlanning, type Planning } from './use-planning.ts';

const examples = [
  'תקרא מה עשינו בדצמבר בתבואות, תבין את האסטרטגיה ותקבע פגישה עם יואב',
  'I run a bakery and need help planning for retirement at 55 while growing to 3 locations',
  'Plan a product launch campaign for three channels from our brief',
];

/** A goal in plain words, and the plan that comes of it, task by task. */
export function Goal() {
  const [goal, setGoal] = useState('');
  const [requirements, setRequirements] = useState('');
  const [facts, setFacts] = useState('');
  const [problem, setProblem] = useState<Error | null>(null);
  const [, setSearch] = useSearchParams();
  const planning = usePlanning((page) => setSearch({ plan: page.name }));
  const plan = (answers: JsonObject): void => {
    try {
      setProblem(null);
      planning.begin({
        goal: goal.trim(),
        ...(requirements.trim() !== '' && { requirements: linesOf(requirements) }),
        businessContext: { ...objectIn(facts), ...answers },
      });
    } catch (error) {
      setProblem(error instanceof Error ? error : null);
    }
  };
  return (
    <>
      <form
        className="goal"
        onSubmit={(event) => {
          event.preventDefault();
          plan({});
        }}
      >
        <label>
          What should be done?
          <textarea
            dir="auto"
            rows={3}
            required
            value={goal}
            onChange={({ target }) => setGoal(target.value)}
            placeholder="In plain words, in any language"
          />
        </label>
        {goal === '' && (
          <ul className="examples" aria-label="Examples">
            {examples.map((example) => (
              <li key={example}>
                <button type="button" className="quiet" dir="auto" onClick={() => setGoal(example)}>
                  {example}
                </button>
              </li>
            ))}
          </ul>
        )}
        <details>
          <summary>What it has to do, and what is known</summary>
          <div className="pair">
            <label>
              Requirements, one in each line: a plan meets them all or is refused
              <textarea
                dir="auto"
                rows={3}
                value={requirements}
                onChange={({ target }) => setRequirements(target.value)}
              />
            </label>
            <label>
              Facts in JSON
              <textarea
                rows={3}
                spellCheck={false}
                value={facts}
                onChange={({ target }) => setFacts(target.value)}
                placeholder='{ "currency": "EUR" }'
              />
            </label>
          </div>
        </details>
        <div className="orders">
          <button type="submit" disabled={planning.isGoing}>
            Plan it
          </button>
          {planning.isGoing && (
            <button type="button" onClick={planning.stop}>
              Stop
            </button>
          )}
          <span className="faint">Nothing is carried out before you agree to the plan.</span>
        </div>
      </form>
      <Problem error={problem} />
      <Progress planning={planning} />
      {planning.questions.length > 0 && <Questions questions={planning.questions} onAnswer={plan} />}
      <PlanProblems error={planning.error} />
    </>
  );
}

function Progress({ planning: { said, tasks, isGoing } }: { readonly planning: Planning }) {
  if (said.length === 0 && tasks.length === 0) return null;
  return (
    <section className="planning" aria-busy={isGoing}>
      <div role="status">
        <ul className="said">
          {said.map((line) => (
            <li key={line}>
              <Text of={line} />
            </li>
          ))}
        </ul>
      </div>
      {tasks.length > 0 && <TaskList tasks={tasks} critical={[]} />}
    </section>
  );
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function objectIn(text: string): JsonObject {
  const value = parsedJson('what is known', text);
  if (!isObject(value)) throw new SyntaxError('what is known must be a JSON object: { "currency": "EUR" }');
  return value;
}
