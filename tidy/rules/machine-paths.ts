import type { Rule } from '../finding.ts';

/** Folders of one person's machine; a path in a document or a test must mean the same everywhere. */
const machinePath =
  /(?<![\w.~*}$-])\/(?:home|Users|root|work)\/[\w.-]+|[A-Z]:\\Users\\|https?:\/\/registry\.(?!npmjs\.org)/;

/** No path of the machine somebody happened to sit at. */
export const machinePaths: Rule = {
  name: 'machine-paths',
  why: 'it exists on one machine only, and tells strangers about it.',
  check: (tree) =>
    tree.texts.flatMap(({ path, text }) =>
      text.split('\n').flatMap((content, index) => {
        const found = machinePath.exec(content)?.[0];
        return found === undefined ? [] : [{ file: path, line: index + 1, message: `machine path ${found}` }];
      }),
    ),
};
