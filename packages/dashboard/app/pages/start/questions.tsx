import { useState } from 'react';
import type { JsonObject } from '../../client.ts';
import { visible } from '../../part/value.tsx';
import type { PlanQuestion } from './use-planning.ts';

interface QuestionsProps {
  readonly questions: readonly PlanQuestion[];
  readonly onAnswer: (answers: JsonObject) => void;
}

/** What has to be known before there can be a plan. */
export function Questions({ questions, onAnswer }: QuestionsProps) {
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const set = (name: string, value: string): void => setAnswers((before) => ({ ...before, [name]: value }));
  return (
    <form
      className="card questions"
      aria-label="Questions"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer(answers);
      }}
    >
      <h2>Before it can be done</h2>
      {questions.map(({ name, text, choices }) => (
        <label key={name}>
          <span dir="auto">{visible(text)}</span>
          {choices.length > 0 ? (
            <select required value={answers[name] ?? ''} onChange={({ target }) => set(name, target.value)}>
              <option value="">choose</option>
              {choices.map((choice) => (
                <option key={choice}>{choice}</option>
              ))}
            </select>
          ) : (
            <input required dir="auto" value={answers[name] ?? ''} onChange={({ target }) => set(name, target.value)} />
          )}
        </label>
      ))}
      <button type="submit">Answer, and plan</button>
    </form>
  );
}
