/** The report must show a change of a signature, follow re-exports, and stay silent about comments. */
import { expect, test } from 'vitest';
import { apiReport } from './api-report.ts';

const report = (declaration: string) =>
  apiReport({
    name: '@batonhq/core',
    entries: { '.': 'dist/index.d.ts' },
    declarations: {
      'dist/index.d.ts': 'import { a } from "./a.js";\nexport { a };\n',
      'dist/a.d.ts': `//#region a\n${declaration}\n//#endregion\nexport { a };\n`,
    },
  });

test('the declaration behind a re-export is shown without its comments', () => {
  const page = report('/** Adds. */\ndeclare function a(\n  /** The first. */\n  one: number): number;');
  expect(page).toContain('## `@batonhq/core`\n\n```ts\ndeclare function a(\n  one: number): number;\n```\n');
});

test('a changed signature changes the report, a changed comment does not', () => {
  const before = report('/** Adds. */\ndeclare function a(one: number): number;');
  expect(report('/** Sums. */\ndeclare function a(one: number): number;')).toBe(before);
  expect(report('declare function a(one: string): number;')).not.toBe(before);
});
