import type { Rule } from '../finding.ts';

const marker = /\b(TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))/;

/** A marker for later names its issue: `TODO(#12): ...`. */
export const todo: Rule = {
  name: 'todo',
  why: 'a marker without an issue is a promise that nobody keeps.',
  check: (tree) =>
    tree.sources.flatMap((source) =>
      source
        .parsed()
        .comments.filter(({ value }) => marker.test(value))
        .map(({ value, start }) => ({
          file: source.path,
          line: source.lineAt(start),
          message: `${marker.exec(value)?.[1]} without an issue number`,
        })),
    ),
};
