import type { Rule } from './finding.ts';
import { bareError } from './rules/bare-error.ts';
import { casts } from './rules/casts.ts';
import { dependencies } from './rules/dependencies.ts';
import { docsNameWhatExists } from './rules/docs-name-what-exists.ts';
import { documentedExports } from './rules/documented-exports.ts';
import { fileLength } from './rules/file-length.ts';
import { fileNames } from './rules/file-names.ts';
import { functionLength } from './rules/function-length.ts';
import { importOrder } from './rules/import-order.ts';
import { importRings } from './rules/import-rings.ts';
import { machinePaths } from './rules/machine-paths.ts';
import { noAny } from './rules/no-any.ts';
import { noExportStar } from './rules/no-export-star.ts';
import { oneHeading } from './rules/one-heading.ts';
import { parameters } from './rules/parameters.ts';
import { pureCore } from './rules/pure-core.ts';
import { siblingFiles } from './rules/sibling-files.ts';
import { todo } from './rules/todo.ts';
import { words } from './rules/words.ts';

/** The rules, from structure to words. */
export const allRules: readonly Rule[] = [
  importOrder,
  importRings,
  pureCore,
  siblingFiles,
  fileLength,
  functionLength,
  parameters,
  noAny,
  casts,
  bareError,
  todo,
  noExportStar,
  documentedExports,
  dependencies,
  fileNames,
  words,
  docsNameWhatExists,
  oneHeading,
  machinePaths,
];
