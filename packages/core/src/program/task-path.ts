const marks: Readonly<Record<string, string>> = {
  '~': '~0',
  '/': '~1',
  '[': '~2',
  '#': '~3',
  ':': '~4',
  '|': '~5',
  ']': '~6',
};

/** A name as it stands in the path of a task: the characters that task keys use for something else are escaped. */
export function escapeName(name: string): string {
  if (!/[~/[\]#:|]/.test(name)) return name;
  return name.replaceAll(/[~/[\]#:|]/g, (mark) => marks[mark] ?? mark);
}

/** The path of a task in names, under the path of what is around it. */
export function taskPath(prefix: string, name: string): string {
  return prefix === '' ? escapeName(name) : `${prefix}/${escapeName(name)}`;
}
