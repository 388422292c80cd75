import { globSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { defineFunction } from '@batonhq/baton';
import { z } from 'zod';

/** Documents that belong together: those of one folder of the repository. */
const group = z.object({ name: z.string(), files: z.array(z.string()) });

/** One number for each group. */
const tally = z.array(z.looseObject({ name: z.string() }));

const skipped = ['**/node_modules/**', '**/dist/**', '**/.baton/**', '**/*peers/**', '**/fixtures/**'];

/** Finds the Markdown files under a folder and groups them by where they lie. */
const listDocuments = defineFunction({
  name: 'listDocuments',
  input: z.object({ root: z.string() }),
  run(_context, { root }) {
    const files = globSync('**/*.md', { cwd: root, exclude: skipped }).toSorted();
    const groups = Map.groupBy(files, groupOf);
    return { groups: [...groups].map(([name, members]) => ({ name, files: members.map((file) => join(root, file)) })) };
  },
});

function groupOf(file: string): string {
  const [folder = '.'] = dirname(file).split('/');
  return folder === '.' ? 'the root' : folder;
}

/** A durable function: each group is one recorded step, so that after a crash only the missing ones are counted. */
function counting(name: string, what: string, count: (text: string) => number) {
  return defineFunction({
    name,
    input: z.object({ groups: z.array(group) }),
    async run(context, { groups }) {
      const counted = [];
      for (const { name: of, files } of groups) {
        counted.push({ name: of, [what]: await context.step(of, () => countIn(files, count)) });
      }
      return counted;
    },
  });
}

async function countIn(files: readonly string[], count: (text: string) => number): Promise<number> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return texts.reduce((total, text) => total + count(text), 0);
}

/** Joins what the branches found out, group by group. */
const combine = defineFunction({
  name: 'combine',
  input: z.object({ words: tally, headings: tally, links: tally }),
  run: (_context, { words, headings, links }) =>
    words.map((row) => ({
      ...row,
      ...headings.find(({ name }) => name === row.name),
      ...links.find(({ name }) => name === row.name),
    })),
});

const reportInput = z.object({
  root: z.string(),
  file: z.string(),
  groups: z.array(z.object({ name: z.string(), words: z.number(), headings: z.number(), links: z.number() })),
});

/** Writes the report; whoever looks at the file sees the old one or the new one, never half of it. */
const writeReport = defineFunction({
  name: 'writeReport',
  input: reportInput,
  async run(context, { root, file, groups }) {
    const rows = groups.map(({ name, words, headings, links }) => `| ${name} | ${words} | ${headings} | ${links} |`);
    const table = ['| documents | words | headings | links |', '|---|---:|---:|---:|', ...rows].join('\n');
    const path = join(root, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, `# What our documents are made of\n\n${table}\n\nExecution ${context.execution}.\n`);
    await rename(`${path}.new`, path);
    return { groups: groups.length, words: groups.reduce((total, { words }) => total + words, 0), report: file };
  },
});

/** The functions that `document-report.yaml` calls. */
export default [
  listDocuments,
  counting('countWords', 'words', (text) => text.split(/\s+/).filter((word) => word !== '').length),
  counting('countHeadings', 'headings', (text) => text.match(/^#+ /gm)?.length ?? 0),
  counting('countLinks', 'links', (text) => text.match(/\]\(/g)?.length ?? 0),
  combine,
  writeReport,
];
