import type { Rule } from '../finding.ts';

const kebab = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/;
const junk = /^(utils?|helpers?|lib|misc|types|common|shared|internals?|stuff|constants)$/;
const own = /^(packages|tidy|release|bench|examples|templates)\/(?!.*\/?fixtures\/)(?![^/]*peers\/)/;

/** File and folder names are kebab-case and name a responsibility. */
export const fileNames: Rule = {
  name: 'file-names',
  why: 'a name says what the export does; a drawer for everything says nothing (STYLE rules 1 and 2).',
  check: (tree) =>
    [...tree.paths]
      .filter((path) => own.test(path) && !path.includes('node_modules'))
      .flatMap((path) => {
        const parts = path.split('/');
        const bad = parts.find((part) => junk.test(part.split('.')[0] ?? ''));
        const odd = /\.(tsx?|json)$/.test(path) ? parts.find((part) => !kebab.test(part)) : undefined;
        return [
          ...(bad === undefined ? [] : [{ file: path, message: `\`${bad}\` names a drawer, not a responsibility` }]),
          ...(odd === undefined ? [] : [{ file: path, message: `\`${odd}\` is not kebab-case` }]),
        ];
      }),
};
