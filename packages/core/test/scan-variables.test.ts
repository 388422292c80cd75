/** The variables of an expression are found without parsing it. */
import { describe, expect, it } from 'vitest';
import { scanVariables } from '../src/expression/scan.ts';

describe('scanVariables', () => {
  it.each<[string, readonly string[]]>([
    ['.a + .b', []],
    ['$input', ['input']],
    ['$context.x + $input["$no"] # $never', ['context', 'input']],
    ['"a \\($task.name) \\(("b" + "\\($deep)")) $no"', ['task', 'deep']],
    ['"\\"$no" + $yes', ['yes']],
    ['{$item, "$no": 1}', ['item']],
    ['$__loc__', []],
    ['.["$no"] | ."$no"', []],
  ])('in %s', (source, names) => expect(scanVariables(source).mentioned).toEqual(names));

  it.each<[string, readonly string[]]>([
    ['$input as $x | $x', ['x']],
    ['. as [$a, {b: $c, $d}] | $a', ['a', 'c', 'd']],
    ['reduce .[] as $i (0; . + $i)', ['i']],
    ['def f($a; g): $a + g; f(1; 2)', ['a']],
    ['. as [$a] ?// $a | $a', ['a']],
    ['{"as": $x}', []],
  ])('knows what %s binds itself', (source, names) => expect([...scanVariables(source).bound]).toEqual(names));

  it('reads a long expression in linear time', () => {
    const source = '"\\("\\(" '.repeat(20_000);
    const start = process.cpuUsage();
    scanVariables(`$x ${source}`);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1_000).toBeLessThan(500);
  });
});
