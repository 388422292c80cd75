/** Problems are placed at the character that causes them, in every style of YAML and in JSON. */
import { describe, expect, it } from 'vitest';
import { readDefinition } from '../src/definition/read.ts';
import { compileProgram } from '../src/program/compile.ts';
import { jqEvaluator } from './jq-evaluator.ts';

const header = 'document: { dsl: 1.0.3, namespace: test, name: places, version: 1.0.0 }\n';

/** Line and column of every problem. */
const placesOf = (text: string): readonly string[] => {
  const read = readDefinition(text);
  const { diagnostics } =
    read.definition === undefined
      ? read
      : compileProgram(read.definition, { evaluator: jqEvaluator(), schemas: { compile: () => () => [] } });
  return diagnostics.map(({ line, column }) => `${line}:${column}`);
};

describe('a problem', () => {
  it('of a name is at the name, of a value at the value', () => {
    expect(placesOf(`${header}do:\n  - a:\n      wait: soon\n      tehn: end\n`)).toEqual(['4:13', '5:7']);
  });

  it('of something missing is at what it is missing from', () => {
    expect(placesOf(`${header}do:\n  - a:\n      call: http\n      with:\n        method: get\n`)).toEqual(['5:7']);
  });

  it('in JSON is as exact', () => {
    expect(
      placesOf(
        '{\n\t"document": {"dsl": "1.0.3", "namespace": "t", "name": "n", "version": "1"},\n\t"do": [{"a": {"wait": 5}}]\n}',
      ),
    ).toEqual(['2:73', '3:24']);
  });

  it.each([
    ['plain', 'set: ${ .a + nope }', '4:20'],
    ['in single quotes', "set: '${ .a + nope }'", '4:21'],
    ['in double quotes', 'set: "${ .a + nope }"', '4:21'],
    ['in a flow map', 'set: { x: "${ .a + nope }" }', '4:26'],
    ['bare', 'if: .a + nope\n      wait: PT1S', '4:16'],
    ['literal', 'set:\n        x: |\n          ${ .a + nope }', '6:19'],
    ['literal, of two lines', 'set:\n        x: |\n          ${ .a\n             + nope }', '5:12'],
    ['escaped', 'set: "${ .\\u0061 + nope }"', '4:12'],
  ])('in an expression is at the character: %s', (_style, task, place) => {
    expect(placesOf(`${header}do:\n  - a:\n      ${task}\n`)).toEqual([place]);
  });

  it('behind an alias is at its anchor', () => {
    const text = `${header}do:\n  - a: { set: &values { x: "\${ nope }" } }\n  - b: { set: *values }\n`;
    expect(placesOf(text)).toEqual(['3:32', '3:32']);
  });

  it('of a definition with a byte order mark and Windows line ends is where an editor shows it', () => {
    expect(placesOf(`\uFEFF${header.trim()}\r\ndo:\r\n  - a: { wait: soon }\r\n`)).toEqual(['3:16']);
  });

  it('in YAML itself is not moved by a byte order mark', () => {
    expect(placesOf('\uFEFFdo: [ }')).toEqual(placesOf('do: [ }'));
  });

  it('in YAML itself is at the character', () => {
    expect(placesOf(`${header}do:\n  - a: { wait: PT1S }\n  - b: { wait: [ }\n`)).toEqual(['4:18']);
  });
});

describe('YAML', () => {
  it('is 1.2: words such as yes and on are texts', () => {
    const { definition } = readDefinition(
      `${header}do:\n  - a: { set: { on: yes, no: off, time: 12:30, octal: 010, date: 2026-01-31 } }\n`,
    );
    expect(definition?.json['do']).toEqual([
      { a: { set: { on: 'yes', no: 'off', time: '12:30', octal: 10, date: '2026-01-31' } } },
    ]);
  });

  it('may use anchors and aliases, in measure', () => {
    const { definition } = readDefinition(`${header}do:\n  - a: &same { set: { x: 1 } }\n  - b: *same\n`);
    expect(definition?.json['do']).toEqual([{ a: { set: { x: 1 } } }, { b: { set: { x: 1 } } }]);
  });

  it('may name keys by numbers and words, which are texts', () => {
    const { definition } = readDefinition(`${header}do:\n  - a: { set: { 1: a, true: b, 1.50: c, null: d } }\n`);
    expect(definition?.json['do']).toEqual([{ a: { set: { '1': 'a', true: 'b', '1.50': 'c', null: 'd' } } }]);
  });

  it('of another version is refused', () => {
    expect(readDefinition(`%YAML 1.1\n---\n${header}do: []\n`).diagnostics).toMatchObject([
      { message: 'only YAML 1.2 can be read' },
    ]);
  });
});
