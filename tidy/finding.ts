import type { ParseResult } from 'oxc-parser';

/** One thing a rule holds against one line; rules about a whole folder name the folder and leave the line out. */
export type Finding = {
  readonly file: string;
  readonly line?: number;
  readonly message: string;
};

/** A rule about the tree: pure, so that its test hands it a tree of strings. */
export type Rule = {
  readonly name: string;
  /** The motive, in one sentence; printed once under the findings of the rule. */
  readonly why: string;
  readonly check: (tree: Tree) => readonly Finding[];
};

/** What the rules look at. Paths are relative to the root and use `/`. */
export type Tree = {
  readonly sources: readonly SourceFile[];
  readonly pages: readonly TextFile[];
  /** Every file of the repository, also those that are neither source nor page. */
  readonly paths: ReadonlySet<string>;
  /** Every text file that is short enough to read: what the rule about machine paths sees. */
  readonly texts: readonly TextFile[];
};

/** A file and its text. */
export type TextFile = {
  readonly path: string;
  readonly text: string;
};

/** A TypeScript file, parsed when a rule first asks. */
export type SourceFile = TextFile & {
  readonly isTest: boolean;
  /** `packages/core`, `tidy`, `bench`, ...: the folder whose numbers this file counts for. */
  readonly unit: string;
  readonly parsed: () => Parsed;
  readonly lineAt: (offset: number) => number;
};

/** What the rules use of a parse. */
export type Parsed = Pick<ParseResult, 'program' | 'module' | 'comments'>;
