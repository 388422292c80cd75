import type { Rule } from '../finding.ts';
import { proseLines } from '../prose.ts';

/** A page has one first-level heading, on top. */
export const oneHeading: Rule = {
  name: 'one-heading',
  why: 'a page is about one thing, and its title says which.',
  check: (tree) =>
    tree.pages
      .filter(({ path }) => !/(^|\/)(fixtures|node_modules|\.github)\//.test(path))
      .flatMap(({ path, text }) => {
        const titles = proseLines(text).filter((line) => !line.isCode && line.text.startsWith('# '));
        const [first, second] = titles;
        if (!first) return [{ file: path, message: 'no first-level heading' }];
        return second ? [{ file: path, line: second.line, message: 'a second first-level heading' }] : [];
      }),
};
