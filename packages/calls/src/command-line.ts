/**
 * A command and its arguments as a shell would take them: what people are shown, and what they allow. The variables that
 * are set for it stand before it, without their values: `TOKEN= npx server`. A variable can make another program of a
 * program (`NODE_OPTIONS`, `LD_PRELOAD`, `PATH`), so whoever allows one should see it.
 */
export function commandLine(command: string, given: readonly string[], variables: readonly string[] = []): string {
  const names = variables.toSorted().map((name) => `${shellWord(name)}=`);
  return [...names, ...[command, ...given].map(shellWord)].join(' ');
}

function shellWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** True when one of the allowed lines is this one, or all of it up to its `*`. */
export function isAllowed(line: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) => {
    if (!entry.endsWith(' *')) return line === entry;
    const beginning = entry.slice(0, -2);
    return line === beginning || line.startsWith(`${beginning} `);
  });
}
