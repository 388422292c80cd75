import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allRules } from './all-rules.ts';

const folder = new URL('rules/', import.meta.url);
const files = readdirSync(folder).filter((file) => !file.endsWith('.test.ts'));

test('every rule file is in force and has its test', () => {
  expect(allRules.map((rule) => `${rule.name}.ts`).toSorted()).toEqual(files.toSorted());
  expect(files.filter((file) => !existsSync(new URL(file.replace('.ts', '.test.ts'), folder)))).toEqual([]);
});
