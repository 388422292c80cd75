/**
 * The test about the code. `node tidy/main.ts` checks the repository, `node tidy/main.ts packages/core docs` shows only
 * what stands under those paths. Exit code 1 when anything is found.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allRules } from './all-rules.ts';
import { readTree } from './read-tree.ts';
import { report } from './report.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { text, count } = report(readTree(root), { rules: allRules, under: process.argv.slice(2) });
console.log(text);
process.exitCode = count === 0 ? 0 : 1;
