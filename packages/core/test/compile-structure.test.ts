/** The shape of programs: stable ids, parents before children, flow within its own list, a hash of what was written. */
import { describe, expect, it } from 'vitest';
import { jqEvaluator } from './jq-evaluator.ts';
import { compiled, programFor, scope, taskAt } from './compiled.ts';
import { readDefinition } from '../src/definition/read.ts';
import { compileProgram } from '../src/program/compile.ts';
import type { Program } from '../src/program/program.ts';
import type { Sequence } from '../src/program/flow.ts';
import type { TaskNode } from '../src/program/task-node.ts';
import { exampleNames, hasSpecification, readSpecification, skipped } from './specification/folder.ts';

const sequencesOf = (node: TaskNode): readonly Sequence[] => {
  if (node.kind === 'try') return [node.sequence, ...(node.catch.sequence === undefined ? [] : [node.catch.sequence])];
  if (node.kind === 'do' || node.kind === 'for') return [node.sequence];
  return node.kind === 'fork' ? node.branches.map(({ task }) => ({ tasks: [task] })) : [];
};

/** What every program promises; undefined when it keeps it. */
const brokenPromise = (program: Program): string | undefined => {
  const paths = program.tasks.map(({ path }) => path);
  if (new Set(paths).size !== paths.length) return 'two tasks have one path';
  const lists = [program.root, ...program.tasks.flatMap(sequencesOf)];
  const astray = lists.flatMap(({ tasks }) =>
    tasks.flatMap((task) => {
      const then = program.tasks[task]?.then;
      return then?.kind === 'task' && then.position >= tasks.length ? [task] : [];
    }),
  );
  if (astray.length > 0) return `the tasks ${astray.join()} go out of their lists`;
  return program.tasks.map((node, index) => misplaced(program, node, index)).find((problem) => problem !== undefined);
};

const misplaced = (program: Program, node: TaskNode, index: number): string | undefined => {
  if (node.index !== index) return `task ${index} says it is ${node.index}`;
  if (node.parent !== undefined && node.parent >= index) return `task ${index} stands before its parent`;
  const children = sequencesOf(node).flatMap(({ tasks }) => tasks.map((task) => program.tasks[task]));
  const stray = children.find((child) => child?.parent !== index || !child.path.startsWith(`${node.path}/`));
  return stray === undefined ? undefined : `${stray.path} is not in ${node.path}`;
};

const nested = [
  { 'a/b': { do: [{ 'c~d': { set: { x: 1 } } }] } },
  { loop: { for: { in: '[1]' }, do: [{ inner: { wait: 'PT1S' } }] } },
  { guarded: { try: [{ risky: { call: 'f' } }], catch: { do: [{ after: { set: { y: 1 } } }] } } },
  { par: { fork: { branches: [{ one: { set: { z: 1 } } }, { two: { do: [{ deep: { call: 'g' } }] } }] } } },
];

describe('a program', () => {
  it('keeps its promises', () => expect(brokenPromise(programFor(nested))).toBeUndefined());

  it('identifies tasks by names and refers to them by pointers', () => {
    const { tasks } = programFor(nested);
    expect(tasks.map(({ path, reference }) => [path, reference])).toEqual([
      ['a~1b', '/do/0/a~1b'],
      ['a~1b/c~0d', '/do/0/a~1b/do/0/c~0d'],
      ['loop', '/do/1/loop'],
      ['loop/inner', '/do/1/loop/do/0/inner'],
      ['guarded', '/do/2/guarded'],
      ['guarded/risky', '/do/2/guarded/try/0/risky'],
      ['guarded/after', '/do/2/guarded/catch/do/0/after'],
      ['par', '/do/3/par'],
      ['par/one', '/do/3/par/fork/branches/0/one'],
      ['par/two', '/do/3/par/fork/branches/1/two'],
      ['par/two/deep', '/do/3/par/fork/branches/1/two/do/0/deep'],
    ]);
  });

  it('keeps tasks and definition as written', () => {
    const program = programFor([{ a: { wait: 'PT1S', metadata: { note: [1] } } }]);
    expect(program.tasks[0]?.definition).toEqual({ wait: 'PT1S', metadata: { note: [1] } });
    expect(program.definition['do']).toEqual([{ a: { wait: 'PT1S', metadata: { note: [1] } } }]);
  });

  it('has a hash that depends on what is written, not on how', () => {
    const yaml =
      'document: { dsl: 1.0.3, namespace: t, name: n, version: 1.0.0 }\ndo:\n  # a comment\n  - a: { set: { x: 1.0, y: 2 } }\n';
    const json =
      '{"do":[{"a":{"set":{"y":2,"x":1}}}],"document":{"version":"1.0.0","name":"n","namespace":"t","dsl":"1.0.3"}}';
    const other = yaml.replace('y: 2', 'y: 3');
    expect(programFor(yaml).reference).toEqual(programFor(json).reference);
    expect(programFor(yaml).reference.hash).not.toBe(programFor(other).reference.hash);
  });

  it('computes durations while compiling', () => {
    const program = programFor({
      use: { timeouts: { short: { after: { minutes: 2 } } } },
      timeout: 'short',
      do: [{ a: { wait: { seconds: 3 } } }, { b: { wait: '${ .pause }' } }],
    });
    expect(program.timeout?.evaluate(null, scope())).toBe(120_000);
    expect(taskAt(program, 'a', 'wait').duration).toMatchObject({ constant: true, source: { seconds: 3 } });
    expect(taskAt(program, 'b', 'wait').duration.evaluate({ pause: 'PT5S' }, scope())).toBe('PT5S');
  });

  it('compiles each expression once', () => {
    const sources: string[] = [];
    const real = jqEvaluator();
    const evaluator = { compile: (source: string) => (sources.push(source), real.compile(source)) };
    const text =
      'document: { dsl: 1.0.3, namespace: t, name: n, version: 1.0.0 }\ndo:\n  - a: { if: .x, set: "${ .x }" }\n  - b: { if: .x, set: { y: "${.x}", z: ["${.x}"] } }\n';
    const { definition } = readDefinition(text);
    if (definition !== undefined) compileProgram(definition, { evaluator, schemas: { compile: () => () => [] } });
    expect(sources.toSorted()).toEqual([' .x ', '.x']);
  });

  it('is not made when anything is wrong', () => {
    const { program, problems } = compiled([{ a: { set: { x: '${ .y + }' } } }, { b: { call: 'f', then: 'c' } }]);
    expect(program).toBeUndefined();
    expect(problems).toHaveLength(2);
  });

  it('stops functions that multiply', () => {
    const functions = Object.fromEntries(
      Array.from({ length: 40 }, (_, level) => [
        `f${level}`,
        { do: [0, 1].map((side) => ({ [`s${side}`]: level === 39 ? { wait: 'PT1S' } : { call: `f${level + 1}` } })) },
      ]),
    );
    expect(compiled({ use: { functions }, do: [{ a: { call: 'f0' } }] }).problems).toContainEqual(
      expect.stringContaining('unfold to more than'),
    );
  });
});

describe.skipIf(!hasSpecification)(`programs of the examples${skipped}`, () => {
  it.each(exampleNames())('%s keeps its promises', (name) =>
    expect(brokenPromise(programFor(readSpecification(`examples/${name}`)))).toBeUndefined(),
  );
});
