/** A text that costs far more to read than to write. */
export interface Bomb {
  readonly name: string;
  readonly make: () => string;
  /** What the first diagnostic has to say. */
  readonly says: RegExp;
}

const header = 'document: { dsl: 1.0.3, namespace: test, name: bomb, version: 1.0.0 }\n';
const levels = 10_000;

/** `a1` holds `a0` nine times, `a2` holds `a1` nine times, and so on. */
function laughs(depth: number): string {
  const lines = Array.from(
    { length: depth },
    (_, level) => `- &a${level} [${level === 0 ? 'x' : `*a${level - 1}, `.repeat(9)}]`,
  );
  return `${lines.join('\n')}\n`;
}

function indented(depth: number): string {
  return Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
}

/** What the reader has to survive. */
export const bombs: readonly Bomb[] = [
  {
    name: '10 MB of tasks',
    make: () => `${header}do:\n${'  - wait: { wait: PT1S }\n'.repeat(450_000)}`,
    says: /too long/,
  },
  { name: '10 MB in one text', make: () => `${header}do: "${'x'.repeat(10_000_000)}"`, says: /too long/ },
  { name: 'lists in lists', make: () => `${'['.repeat(levels)}${']'.repeat(levels)}`, says: /nested too deeply/ },
  { name: 'lists in lists, never closed', make: () => '['.repeat(levels), says: /nested too deeply/ },
  { name: 'maps in maps', make: () => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`, says: /nested too deeply/ },
  { name: 'dashes on one line', make: () => `${'- '.repeat(levels)}a`, says: /nested too deeply/ },
  { name: 'question marks on one line', make: () => `${'? '.repeat(levels)}a`, says: /nested too deeply/ },
  { name: 'a megabyte of brackets', make: () => '['.repeat(1_000_000), says: /nested too deeply/ },
  { name: 'a megabyte of dashes', make: () => '- '.repeat(500_000), says: /nested too deeply/ },
  { name: 'a megabyte of indentation', make: () => indented(1_400), says: /nested too deeply/ },
  { name: 'nine to the tenth aliases', make: () => laughs(10), says: /too many values/ },
  { name: 'nine to the hundredth aliases', make: () => laughs(100), says: /too many aliases/ },
  { name: 'an alias inside its anchor', make: () => 'a: &a [*a]', says: /inside its own anchor/ },
  {
    name: 'a hundred aliases of a large list',
    make: () => `a: &a [${'x,'.repeat(5_000)}]\nb: [${'*a,'.repeat(100)}]`,
    says: /too many values/,
  },
  { name: 'a megabyte of small lists', make: () => `[${'[],'.repeat(340_000)}]`, says: /too many values/ },
  { name: 'a megabyte of commas', make: () => `[${','.repeat(1_000_000)}]`, says: /./ },
  {
    name: 'a key of __proto__',
    make: () => `${header}do:\n  - a: { set: { __proto__: { polluted: true } } }`,
    says: /"__proto__" is not allowed/,
  },
  {
    name: 'a key of constructor',
    make: () => '{"constructor": {"prototype": {"polluted": true}}}',
    says: /"constructor" is not allowed/,
  },
  { name: 'the same key twice', make: () => `${header}do: []\ndo: []`, says: /already in this map/ },
  { name: 'a tag that makes objects', make: () => `${header}do: !!js/function "x"`, says: /tag/ },
  { name: 'a tag of binary data', make: () => `${header}do: !!binary "eA=="`, says: /tag/ },
  {
    name: 'a merge key',
    make: () => `${header}do:\n  - a:\n      <<: { wait: PT1S }\n      set: { a: 1 }`,
    says: /unknown property "<<"/,
  },
];
