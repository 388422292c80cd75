import { scanVariables } from '../expression/scan.ts';
import type { Compilation, Site } from './compilation.ts';

const mention = /\$context(?:\s*\.\s*([A-Za-z_]\w*)|\s*(?:\.\s*)?\[\s*"([^"\\]*)"\s*\]|\s*\.\s*"([^"\\]*)")/g;

/** A branch sees what the branches it comes after exported; naming another one of its fork is a mistake. */
export function checkContext(source: string, site: Site, { report }: Pick<Compilation, 'report'>): void {
  if (!source.includes('$context') || !scanVariables(source).mentioned.includes('context')) return;
  for (const match of source.matchAll(mention)) {
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    const branch = site.hidden(name);
    if (branch === undefined) continue;
    const hint = `add "${name}" to metadata.after of "${branch}"`;
    const inside = { text: source, offset: match.index };
    report(
      site.path,
      { message: `"${branch}" does not come after "${name}", so $context.${name} may not be there`, hint },
      { inside },
    );
  }
}
