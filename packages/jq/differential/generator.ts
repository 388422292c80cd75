/**
 * Random programs that always parse, always end, and mostly do something: expressions over all of the syntax and the
 * builtins that the oracle knows. Everything is in parentheses, because jq changed some precedences from 1.7 to 1.8.
 */
import { ASCII, NULLARY, PATTERNS } from './vocabulary.ts';
import { randomKey, randomNumber, randomString } from './inputs.ts';
import type { Random } from './random.ts';

export interface Generation {
  readonly random: Random;
  /** Variables in scope. */
  readonly variables: readonly string[];
  /** Filters in scope, without arguments. */
  readonly filters: readonly string[];
  readonly labels: readonly string[];
}

type Form = (generation: Generation, depth: number) => string;
type Forms = readonly [Form, ...Form[]];

export function randomProgram(random: Random): string {
  const generation: Generation = { random, variables: [], filters: [], labels: [] };
  return `limit(30; ${expression(generation, 2 + random.below(3))})`;
}

export function expression(generation: Generation, depth: number): string {
  const { random } = generation;
  const forms = depth <= 0 ? LEAVES : random.chance(0.25) ? LEAVES : BRANCHES;
  return `(${random.pick(forms)(generation, depth - 1)})`;
}

const key: Form = ({ random }) => randomKey(random);
const quoted: Form = ({ random }) => JSON.stringify(randomString(random));
const number: Form = ({ random }) => String(randomNumber(random));
const small: Form = ({ random }) => String(random.below(5) - 1);
const count: Form = ({ random }) => String(random.below(4));

const path: Form = (generation, depth) => {
  const { random } = generation;
  const step = (): string => {
    const forms: readonly [string, ...string[]] = [
      `.${key(generation, 0)}`,
      `.[${small(generation, 0)}]`,
      '.[]',
      '.[]?',
      `.${key(generation, 0)}?`,
      `.[${small(generation, 0)}:]`,
      `.[:${small(generation, 0)}]`,
      `.["${key(generation, 0)}"]`,
    ];
    return random.pick(forms);
  };
  const steps = [step()];
  while (random.chance(0.4)) steps.push(step());
  if (depth > 0 && random.chance(0.25)) steps.push(`select(${expression(generation, depth - 1)})`);
  return steps.join(' | ');
};

const variable: Form = (generation, depth) => {
  const [first, ...others] = generation.variables;
  return first === undefined ? path(generation, depth) : `$${generation.random.pick([first, ...others])}`;
};

const filter: Form = (generation, depth) => {
  const [first, ...others] = generation.filters;
  return first === undefined ? path(generation, depth) : generation.random.pick([first, ...others]);
};

const exit: Form = (generation, depth) => {
  const [first, ...others] = generation.labels;
  return first === undefined ? path(generation, depth) : `break $${generation.random.pick([first, ...others])}`;
};

const nullary: Form = ({ random }) => NULLARY[random.below(NULLARY.length)] ?? '.';

const LEAVES: Forms = [
  () => '.',
  path,
  path,
  path,
  variable,
  variable,
  filter,
  exit,
  number,
  quoted,
  nullary,
  nullary,
  nullary,
  () => '[]',
  () => '{}',
  () => 'null, true, false',
  ({ random }) => `error("E:${random.below(5)}")`,
];

const within = (generation: Generation, added: Partial<Generation>): Generation => ({ ...generation, ...added });

const fresh = ({ random }: Generation): string => `v${random.below(4)}`;

const binary: Form = (generation, depth) => {
  const operator = generation.random.pick([
    '+',
    '-',
    '/',
    '%',
    '==',
    '!=',
    '<',
    '<=',
    '>',
    '>=',
    'and',
    'or',
    '//',
    ',',
    '|',
    '|',
  ]);
  return `${expression(generation, depth)} ${operator} ${expression(generation, depth)}`;
};

const assignment: Form = (generation, depth) => {
  const operator = generation.random.pick(['=', '|=', '+=', '-=', '//=', '/=', '%=']);
  return `(${path(generation, depth)}) ${operator} ${expression(generation, depth)}`;
};

const condition: Form = (generation, depth) => {
  const otherwise = generation.random.chance(0.7) ? ` else ${expression(generation, depth)}` : '';
  return `if ${expression(generation, depth)} then ${expression(generation, depth)}${otherwise} end`;
};

const attempt: Form = (generation, depth) => {
  // jq's `try` takes a `break` for an error, see break-through-try in docs/jq.md.
  const body = expression(within(generation, { labels: [] }), depth);
  if (generation.random.chance(0.4)) return `${body}?`;
  return generation.random.chance(0.5)
    ? `try ${body} catch type`
    : `try ${body} catch (${UNWORDED} | ${expression(generation, depth)})`;
};

// The wording of messages is not compared, so it must not get into values.
const UNWORDED = 'if type == "string" and (startswith("E:") | not) then type else . end';

const object: Form = (generation, depth) => {
  const entry = (): string => {
    const value = expression(generation, depth);
    return generation.random.pick([
      `${key(generation, 0)}: ${value}`,
      `"${key(generation, 0)}": ${value}`,
      `(${expression(generation, depth - 1)} | strings | select(test("^[a-z]+$"))): ${value}`,
      key(generation, 0),
      `"x\\(${expression(generation, 0)} | strings)": ${value}`,
    ]);
  };
  return `{${Array.from({ length: 1 + generation.random.below(2) }, entry).join(', ')}}`;
};

const template: Form = (generation, depth) => {
  const format = generation.random.pick(['', '', '@json ', '@html ', '@uri ', '@base64 ', '@text ']);
  return `${format}"<\\(${expression(generation, depth)})-\\(${expression(generation, depth - 1)})>"`;
};

const pattern = (generation: Generation, names: string[], depth: number): string => {
  const { random } = generation;
  const name = fresh(generation);
  const form = random.below(depth > 0 ? 4 : 1);
  if (form === 1) return `[${pattern(generation, names, depth - 1)}, ${pattern(generation, names, depth - 1)}]`;
  if (form === 2) return `{${randomKey(random)}: ${pattern(generation, names, depth - 1)}}`;
  names.push(name);
  if (form === 3) return `{$${name}, "${randomKey(random)}": ${pattern(generation, names, depth - 1)}}`;
  return `$${name}`;
};

const binding: Form = (generation, depth) => {
  const { random } = generation;
  const names: string[] = [];
  const first = pattern(generation, names, 2);
  if (random.chance(0.2)) return alternatives(generation, depth);
  const inner = within(generation, { variables: [...generation.variables, ...names] });
  return `${expression(generation, depth)} as ${first} | ${expression(inner, depth)}`;
};

/** In brackets, because jq's alternatives take a `break` for an error, and without a name bound twice. */
const alternatives: Form = (generation, depth) => {
  const inner = within(generation, { labels: [], variables: [...generation.variables, 'w0', 'w1'] });
  const patterns = generation.random.pick([
    '[$w0] ?// $w1',
    '{a: $w0} ?// [$w1, $w0]',
    '[$w0, {x: $w1}] ?// {$w0} ?// $w1',
  ]);
  return `[${expression(generation, depth)} as ${patterns} | ${expression(inner, depth)}]`;
};

const fold: Form = (generation, depth) => {
  const name = fresh(generation);
  const inner = within(generation, { variables: [...generation.variables, name] });
  const source = generation.random.pick(['.[]?', 'range(3)', 'range(2)', expression(generation, depth - 1)]);
  // One initial value: from the second on, jq runs the source on something else, see folds-with-several-inits.
  const init = `first(${expression(within(generation, { labels: [] }), depth - 1)})`;
  const head = `[limit(5; ${source})][] as $${name} (${init}; ${expression(inner, depth)}`;
  if (generation.random.chance(0.6)) return `reduce ${head})`;
  return generation.random.chance(0.5) ? `foreach ${head})` : `foreach ${head}; ${expression(inner, depth - 1)})`;
};

const accumulation: Form = (generation, depth) => {
  const update = generation.random.pick([
    '. + [$v0]',
    '.[$v0 | tostring | "k" + .] = $v0',
    '.n += [$v0] | .m = $v0',
    'if $v0 then .x += 1 else . end',
    '.s += "\\($v0)"',
    '.[length] = $v0',
    '. + {a: $v0}',
  ]);
  const init = generation.random.pick(['[]', '{}', 'null', '.', '{n: [1]}']);
  return `reduce (${expression(generation, depth)} | ., .) as $v0 (${init}; ${update})`;
};

const labelled: Form = (generation, depth) => {
  const name = fresh(generation);
  const inner = within(generation, { labels: [...generation.labels, name] });
  return `label $${name} | ${expression(inner, depth)}`;
};

const definition: Form = (generation, depth) => {
  const { random } = generation;
  const name = `f${random.below(3)}`;
  const body = within(generation, { filters: [...generation.filters, 'g'], variables: [...generation.variables, 'p'] });
  const rest = within(generation, {
    filters: [...generation.filters, `${name}(${expression(generation, 0)}; ${expression(generation, 0)})`],
  });
  return `def ${name}(g; $p): ${expression(body, depth)}; ${expression(rest, depth)}`;
};

const recursion: Form = (generation, depth) => {
  const step = expression(within(generation, { filters: [...generation.filters, 'g'] }), depth - 1);
  return generation.random.pick([
    `def r(g): if type == "array" and length > 0 then (g, (.[1:] | r(g))) else g end; r(${step})`,
    `def r: if type == "object" then map_values(r) elif type == "array" then map(r) else ${expression(generation, depth)} end; r`,
    `def r($n): if $n > 0 then [., r($n - 1)] else ${expression(generation, depth)} end; r(3)`,
  ]);
};

const INSTANT = 'numbers | if . < 0 then -. else . end';

const selecting: Form = (generation, depth) => {
  const f = expression(generation, depth);
  const g = expression(generation, depth - 1);
  const k = randomKey(generation.random);
  return generation.random.pick([
    `map(${f})`,
    `map_values(${f})`,
    `select(${f})`,
    `first(${f})`,
    `last(${f})`,
    `limit(${count(generation, 0)}; ${f})`,
    `skip(${count(generation, 0)}; ${f})`,
    `add(${f})`,
    'trim, ltrim, rtrim',
    'toarray, toboolean?',
    `trimstr(${quoted(generation, 0)} | select(. != ""))`,
    `nth(${count(generation, 0)}; ${f})`,
    `isempty(${f})`,
    `any(${f})`,
    `all(${f})`,
    `any(${f}; ${g})`,
    `all(${f}; ${g})`,
    `[limit(10; range(${g} | select(isnan | not)))]`,
    `[limit(10; range(${number(generation, 0)}; ${number(generation, 0)}; ${g} | numbers | select(isnan | not)))]`,
    `sort_by(${f})`,
    `group_by(${f})`,
    `unique_by(${f})`,
    `min_by(${f})`,
    `max_by(${f})`,
    `path(${path(generation, depth)})`,
    `[paths(${f})]`,
    `del(${path(generation, depth)})`,
    `pick(.${k}, .x)`,
  ]);
};

const converting: Form = (generation, depth) => {
  const f = expression(generation, depth);
  const k = randomKey(generation.random);
  return generation.random.pick([
    `getpath(["${k}", ${small(generation, 0)}])?`,
    `setpath(["${k}"]; ${f})`,
    `delpaths([paths])`,
    `with_entries(${f})`,
    `walk(${f})`,
    `has("${k}")`,
    `has(${small(generation, 0)})`,
    `contains(${f})`,
    `inside(${f})`,
    `index(${f})`,
    `rindex(${f})`,
    `indices(${f})`,
    `split(${quoted(generation, 0)})`,
    `join(${f})`,
    `startswith(${quoted(generation, 0)})`,
    `endswith(${quoted(generation, 0)})`,
    `strings | ltrimstr(${quoted(generation, 0)})`,
    `strings | rtrimstr(${quoted(generation, 0)} | select(. != ""))`,
    `flatten(${count(generation, 0)})`,
    `[recurse(if type == "array" then .[] else empty end)]`,
    `[recurse(.[]?; ${f})]`,
    `[.[]? | ${f}]`,
    `fromstream(tostream)`,
    `[1 | truncate_stream([[0], 1], [[1, 0], 2], [[1, 0]], [[1]])]`,
    `INDEX("k\\(.${k}?)")`,
    `IN(${f})`,
    `IN(.[]?; ${f})`,
    `combinations(2)`,
    `[splits("[, ]+")]`,
    `input_line_number | ${f}`,
    `[while(type == "number" and . < 5; . + 1)]`,
    `until(type != "number" or . > 5; . + 1)`,
    `arrays | bsearch(${f})`,
    `in({"${k}": 1})`,
    `${INSTANT} | strftime("%Y-%m-%d %H:%M:%S %j %a")`,
    `${INSTANT} | gmtime | mktime`,
    `${INSTANT} | todate`,
    `tojson | fromjson`,
    `ascii_downcase | explode | implode`,
    `ldexp(${number(generation, 0)}; ${count(generation, 0)})`,
    `pow(${number(generation, 0)}; ${count(generation, 0)})`,
    `@base64 | @base64d`,
    `error(${f} | select(type == "object"))`,
    `env | type`,
    `getpath(${f} | arrays)`,
    `to_entries | map(.key)`,
    `-${f}`,
    `"ab" * ${count(generation, 0)}`,
    `{a: 1} * ${f}`,
  ]);
};

const call: Form = (generation, depth) => generation.random.pick([selecting, converting])(generation, depth);

// jq takes several empty matches at one character of several bytes, see empty-matches in docs/jq.md.

const regex: Form = (generation, depth) => {
  const { random } = generation;
  const re = `"${random.pick(PATTERNS)}"`;
  const flags = `"${random.pick(['', 'g', 'i', 'gi', 'x', 'n', 'gn', 's', 'l'])}"`;
  const f = expression(generation, depth - 1);
  return random.pick([
    `strings | test(${re}; ${flags})`,
    `[${ASCII} | match(${re}; ${flags}) | del(.captures[]?.string)]`,
    `[${ASCII} | match(${re}; "g") | [.offset, .length, .string]]`,
    `[strings | match("é|😀|a+"; "g")]`,
    `${ASCII} | capture(${re}; ${flags})`,
    `[${ASCII} | scan(${re})]`,
    `${ASCII} | split(${re}; ${flags})`,
    `${ASCII} | sub(${re}; "<\\(.x)>"; ${flags})`,
    `${ASCII} | gsub(${re}; "<\\(.x)>")`,
    `strings | gsub("(?<x>[^a-z])"; "<\\(.x)>")`,
    `${ASCII} | sub(${re}; ${f})`,
    `test(${re})`,
  ]);
};

const BRANCHES: Forms = [
  binary,
  binary,
  binary,
  assignment,
  assignment,
  condition,
  attempt,
  object,
  template,
  binding,
  binding,
  fold,
  accumulation,
  labelled,
  definition,
  recursion,
  call,
  call,
  call,
  call,
  call,
  call,
  regex,
  (generation, depth) => `[${expression(generation, depth)}]`,
  (generation, depth) => `${expression(generation, depth)} | ${expression(generation, depth)}`,
  (generation, depth) => `.[${expression(generation, depth)}]?`,
  (generation, depth) => `.[${expression(generation, depth)}:${expression(generation, depth - 1)}]?`,
];
