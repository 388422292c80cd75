/** A command and its arguments as a shell would take them: what people are shown, and what they allow. */
export function commandLine(command: string, given: readonly string[]): string {
  return [command, ...given].map(shellWord).join(' ');
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
