import type { Compilation, Path } from './compilation.ts';

/** Names that the language itself gives to variables. */
const taken = new Set(['context', 'input', 'output', 'secrets', 'authorization', 'task', 'workflow', 'runtime']);

/** A name that a loop or a catch gives to a variable; one that no expression could use is reported. */
export function variableName(compilation: Compilation, name: string, path: Path): string {
  if (taken.has(name))
    compilation.report(path, { message: `$${name} is a variable of the language`, hint: 'choose another name' });
  else if (!/^[A-Za-z_]\w*$/.test(name)) {
    const hint = name.startsWith('$') ? { hint: `write it without the "$": ${name.slice(1)}` } : {};
    compilation.report(path, {
      message: 'this cannot be the name of a variable',
      expected: 'letters, digits and _',
      found: name,
      ...hint,
    });
  }
  return name;
}
