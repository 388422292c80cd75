import { didYouMean } from '../definition/closest.ts';
import { scanVariables } from '../expression/scan.ts';
import type { Compilation, Site } from './compilation.ts';

const mention =
  /\$(secrets|authorization)(?![\w])(?:\s*\.\s*([A-Za-z_]\w*)|\s*(?:\.\s*)?\[\s*"([^"\\]*)"\s*\]|\s*\.\s*"([^"\\]*)")?/g;

/**
 * Refuses `$secrets` and `$authorization` where the value would be recorded, and secrets that `use.secrets` does not
 * name: a definition says in one place what it can read.
 */
export function checkSecrets(
  source: string,
  site: Site,
  { report, workflow }: Pick<Compilation, 'report' | 'workflow'>,
): void {
  const { mentioned } = scanVariables(source);
  if (!mentioned.includes('secrets') && !mentioned.includes('authorization')) return;
  const declared = workflow.use?.secrets ?? [];
  for (const match of source.matchAll(mention)) {
    const inside = { text: source, offset: match.index };
    const [, variable = '', plain, bracketed, quoted] = match;
    const name = plain ?? bracketed ?? quoted;
    if (!site.secrets) {
      const hint =
        'use it in the endpoint, headers, query, body or authentication of a call: there it is read at the last moment';
      report(site.path, { message: `the value of $${variable} would be recorded here`, hint }, { inside });
    } else if (variable === 'secrets' && name !== undefined && !declared.includes(name)) {
      report(
        site.path,
        { message: `the secret "${name}" is not in use.secrets`, ...didYouMean(name, declared) },
        { inside },
      );
    }
  }
}
