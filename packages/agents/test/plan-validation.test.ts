/** One validator for every source of plans: what it must find, and that what it lets through really is a definition. */
import { readDefinitionObject } from '@batonhq/core';
import { describe, expect, test } from 'vitest';
import { planFromDefinition, planFromDraft, plannableFunctions, usualPolicy } from '../src/planner.ts';
import type { DraftTask, PlanDraft, ToolDefinition } from '../src/planner.ts';

const texts = { type: 'array', items: { type: 'string' } } as const;

const functions = plannableFunctions([
  tool('find', {
    input: {
      type: 'object',
      required: ['query'],
      additionalProperties: false,
      properties: { query: { type: 'string' } },
    },
    output: {
      type: 'object',
      properties: {
        documents: {
          type: 'array',
          items: { type: 'object', properties: { path: { type: 'string' }, score: { type: 'number' } } },
        },
      },
    },
    planning: { reads: ['documents'], duration: { low: 10, expected: 100, high: 400 } },
  }),
  tool('read', {
    input: { type: 'object', required: ['paths'], additionalProperties: false, properties: { paths: texts } },
    output: { type: 'object', properties: { text: { type: 'string' } } },
    planning: { duration: { low: 10, expected: 50, high: 200 } },
  }),
  tool('publish', {
    input: { type: 'object', required: ['text'], properties: { text: { type: 'string' } } },
    planning: { risk: 'high', writes: ['the web'], isIrreversible: true },
  }),
]);

const terms = { functions, policy: usualPolicy };

const search = task('search', { function: 'find', with: { query: 'strategy' } });
const reading = task('reading', { function: 'read', with: { paths: '${ $context.search.documents | map(.path) }' } });
const out = task('out', { function: 'publish', with: { text: '${ $context.reading.text }' } });

describe('a plan', () => {
  test('is one fork, pins versions, waits for what it refers to, and asks where the policy does', () => {
    const made = planFromDraft(draft([search, reading, out]), 'publish the strategy', terms);
    if (made.kind === 'refused') throw new Error(JSON.stringify(made.problems));
    expect(made.plan.tasks.map(({ name, function: called, after, level }) => [name, called, after, level])).toEqual([
      ['search', 'find:1.0.0', [], 0],
      ['reading', 'read:1.0.0', ['search'], 1],
      ['out', 'publish:1.0.0', ['reading'], 2],
    ]);
    expect(made.plan.tasks.map(({ needsApproval }) => needsApproval)).toEqual([false, false, true]);
    expect(made.plan.tasks.map(({ isIrreversible }) => isIrreversible)).toEqual([false, false, true]);
    expect(made.plan.estimate.criticalPath).toEqual(['search', 'reading', 'out']);
    expect(made.plan.touches).toEqual({ reads: ['documents'], writes: ['the web'] });
    expect(readDefinitionObject(made.plan.definition).diagnostics).toEqual([]);
  });

  test('has another hash when a function it uses changed, and the same one else', () => {
    const hash = hashOf(functions);
    expect(hashOf(functions.map((one) => ({ ...one })))).toBe(hash);
    expect(hashOf(functions.map((one) => (one.name === 'read' ? { ...one, hash: 'other' } : one)))).not.toBe(hash);
    expect(hashOf([...functions, ...plannableFunctions([tool('unused', { input: { type: 'object' } })])])).toBe(hash);
  });
});

describe('the validator refuses', () => {
  const cases: readonly [string, readonly DraftTask[], RegExp][] = [
    ['a function that does not exist', [{ ...search, function: 'fnd' }], /no function fnd; did you mean find/],
    ['a version that does not exist', [{ ...search, version: '9.9.9' }], /no version 9\.9\.9/],
    ['a missing argument', [{ ...search, with: {} }], /required property 'query'/],
    ['an argument that does not exist', [{ ...search, with: { query: 'a', words: 1 } }], /additional properties/],
    ['a literal of the wrong type', [{ ...search, with: { query: 7 } }], /must be string/],
    [
      'a reference of the wrong type',
      [search, { ...reading, with: { paths: '${ $context.search.documents }' } }],
      /must be string/,
    ],
    [
      'a reference to a member that nobody puts out',
      [search, { ...reading, with: { paths: '${ $context.search.papers | map(.path) }' } }],
      /puts out no `papers`/,
    ],
    ['a reference to a task that does not exist', [{ ...reading, after: [] }], /no task "search" before it/],
    [
      'a ring',
      [
        { ...search, after: ['reading'] },
        { ...reading, after: ['search'] },
      ],
      /after/,
    ],
    ['an expression that is none', [search, { ...reading, with: { paths: '${ $context.search. | }' } }], /./],
  ];

  test.each(cases)('%s', (_, tasks, message) => {
    const made = planFromDraft(draft(tasks), 'goal', terms);
    if (made.kind === 'plan') throw new Error('it was let through');
    expect(made.problems.map((problem) => problem.message).join('\n')).toMatch(message);
  });

  test('an approval that an editor took out, and a risk that was written down', () => {
    const made = planFromDraft(draft([search, reading, out]), 'goal', terms);
    if (made.kind === 'refused') throw new Error(JSON.stringify(made.problems));
    const text = JSON.stringify(made.plan.definition)
      .replace(/,"approval":\{\}/, '')
      .replace('"risk":"high"', '"risk":"low"');
    const edited = planFromDefinition(JSON.parse(text), terms);
    if (edited.kind === 'plan') throw new Error('it was let through');
    expect(edited.problems.map(({ task: name, place }) => [name, place])).toEqual([
      ['out', 'metadata.risk'],
      ['out', 'metadata.approval'],
    ]);
  });

  test('what is no call of a function, and what is no fork', () => {
    const document = { dsl: '1.0.3', namespace: 'plans', name: 'other', version: '1.0.0' };
    const http = { call: 'http', with: { method: 'get', endpoint: 'https://example.com' } };
    const calling = planFromDefinition({ document, do: [{ work: { fork: { branches: [{ http }] } } }] }, terms);
    expect(calling).toMatchObject({ kind: 'refused', problems: [{ task: 'http', place: 'call' }] });
    const flat = planFromDefinition({ document, do: [{ wait: { wait: { seconds: 1 } } }] }, terms);
    expect(flat).toMatchObject({ kind: 'refused', problems: [{ task: null, place: 'do' }] });
  });
});

function hashOf(known: typeof functions): string {
  const made = planFromDraft(draft([search, reading]), 'goal', { ...terms, functions: known });
  if (made.kind === 'refused') throw new Error(JSON.stringify(made.problems));
  return made.plan.hash;
}

function draft(tasks: readonly DraftTask[]): PlanDraft {
  const origin = { planner: 'test', confidence: 1, why: 'it was written for the test' };
  return { title: 'A plan', tasks, assumptions: [], questions: [], origin };
}

function task(name: string, rest: Omit<DraftTask, 'name' | 'purpose'>): DraftTask {
  return { name, purpose: `does ${name}`, ...rest };
}

function tool(name: string, rest: Pick<ToolDefinition, 'input' | 'output' | 'planning'>): ToolDefinition {
  return { name, description: `Does ${name}`, repeat: 'safe', run: () => null, ...rest };
}
