/** What other workflow languages and tools call the same thing; looked up only among names that fit the place. */
const synonyms: ReadonlyMap<string, readonly string[]> = new Map([
  ['when', ['if']],
  ['condition', ['if', 'when']],
  ['next', ['then']],
  ['goto', ['then']],
  ['url', ['endpoint', 'uri']],
  ['uri', ['endpoint']],
  ['params', ['query', 'parameters']],
  ['args', ['arguments']],
  ['env', ['environment']],
  ['cmd', ['command']],
  ['needs', ['after']],
  ['dependsOn', ['after']],
  ['steps', ['do']],
  ['tasks', ['do']],
  ['sequence', ['do']],
  ['sleep', ['wait']],
  ['delay', ['wait']],
  ['parallel', ['fork']],
  ['foreach', ['for']],
  ['loop', ['for']],
  ['throw', ['raise']],
  ['http', ['call']],
  ['agent', ['call']],
  ['function', ['call']],
  ['script', ['run']],
  ['shell', ['run']],
  ['publish', ['emit']],
  ['await', ['listen']],
  ['assign', ['set']],
  ['case', ['switch']],
]);

/** The candidate that means what `name` means elsewhere, or undefined. */
export function synonym(name: string, candidates: readonly string[]): string | undefined {
  return synonyms.get(name)?.find((candidate) => candidates.includes(candidate));
}
