import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import type { DraftTask, PlanDraft, PlanProblem, Proposal, Question } from '../plan.ts';

/** What a model wrote, read; or what is wrong with it, for the model. */
export type ReadProposal =
  | { readonly kind: 'read'; readonly proposal: Proposal }
  | { readonly kind: 'unreadable'; readonly problems: readonly PlanProblem[] };

/** Reads a proposal from what a model wrote. `origin` says which one. */
export function readProposal(text: string, origin: PlanDraft['origin']): ReadProposal {
  const value = parsed(text);
  if (!isJsonObject(value))
    return unreadable('the answer', 'it is no JSON object', 'the JSON of a plan and nothing else');
  const questions = listOf(value['questions']).flatMap((one) => questionOf(one) ?? []);
  const written = listOf(value['tasks']);
  if (written.length === 0) {
    if (questions.length === 0)
      return unreadable('tasks', 'there are none', 'tasks, or questions that have to be answered first');
    return { kind: 'read', proposal: { kind: 'abstained', why: 'something has to be known first', questions } };
  }
  const tasks = written.map(taskOf);
  const problems = tasks.flatMap((task) => ('problem' in task ? [task.problem] : []));
  if (problems.length > 0) return { kind: 'unreadable', problems };
  const draft: PlanDraft = {
    title: textOr(value['title'], 'Plan'),
    tasks: tasks.flatMap((task) => ('task' in task ? [task.task] : [])),
    assumptions: listOf(value['assumptions']).filter((one) => typeof one === 'string'),
    questions,
    origin,
  };
  return { kind: 'read', proposal: { kind: 'draft', draft } };
}

type ReadTask = { readonly task: DraftTask } | { readonly problem: PlanProblem };

function taskOf(value: Json, index: number): ReadTask {
  const said = isJsonObject(value) ? value : {};
  const name = textOr(said['name'], `task ${index + 1}`);
  const problem = (place: string, message: string, expected: string): ReadTask => ({
    problem: { task: name, place, message, expected },
  });
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(name))
    return problem('name', `"${name}" is no name`, 'lower-case letters, digits and _');
  const given = argumentsOf(said['arguments']);
  if (given === null) return problem('arguments', 'they are no JSON object', 'an object, as JSON text');
  const after = listOf(said['after']).filter((one) => typeof one === 'string');
  const purpose = textOr(said['purpose'], name);
  return { task: { name, function: textOr(said['function'], ''), with: given, after, purpose } };
}

/** As text, which all providers can be held to, or as the object itself. */
function argumentsOf(value: Json | undefined): JsonObject | null {
  if (isJsonObject(value)) return value;
  const read = typeof value === 'string' ? parsed(value === '' ? '{}' : value) : null;
  return isJsonObject(read) ? read : null;
}

/** Models without enforced formats like to wrap JSON in a fence of Markdown. */
function parsed(text: string): Json {
  try {
    const value: Json = JSON.parse(/^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text)?.[1] ?? text);
    return value;
  } catch {
    return null;
  }
}

function questionOf(value: Json): Question | null {
  if (!isJsonObject(value)) return null;
  const { name, text } = value;
  return typeof name === 'string' && typeof text === 'string' ? { name, text } : null;
}

function unreadable(place: string, message: string, expected: string): ReadProposal {
  return { kind: 'unreadable', problems: [{ task: null, place, message, expected }] };
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function textOr(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
