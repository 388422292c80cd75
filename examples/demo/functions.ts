import { globSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FunctionContext, FunctionDefinition, Json } from '@batonhq/baton';

/** Documents that belong together: those of one folder of the repository. */
interface Group {
  readonly name: string;
  readonly files: readonly string[];
}

/** One number for each group, in the order of the groups. */
type Tally = readonly { readonly name: string; readonly [what: string]: string | number }[];

const skipped = ['**/node_modules/**', '**/dist/**', '**/.baton/**', '**/*peers/**', '**/fixtures/**'];

/** Finds the Markdown files under a folder and groups them by where they lie. */
const listDocuments: FunctionDefinition = {
  name: 'listDocuments',
  async run(_context, input) {
    const { root } = input as { readonly root: string };
    const files = globSync('**/*.md', { cwd: root, exclude: skipped }).toSorted();
    const groups = Map.groupBy(files, (file) => groupOf(file));
    return { groups: [...groups].map(([name, members]) => ({ name, files: members.map((file) => join(root, file)) })) };
  },
};

function groupOf(file: string): string {
  const [folder = '.'] = dirname(file).split('/');
  return folder === '.' ? 'the root' : folder;
}

/** A durable function: each group is one recorded step, so that after a crash only the missing ones are counted. */
function counting(name: string, what: string, count: (text: string) => number): FunctionDefinition {
  return {
    name,
    async run(context, input) {
      const { groups } = input as unknown as { readonly groups: readonly Group[] };
      const tally: Json[] = [];
      for (const group of groups) {
        const total = await context.step(group.name, () => countIn(group, count));
        tally.push({ name: group.name, [what]: total });
      }
      return tally;
    },
  };
}

async function countIn({ files }: Group, count: (text: string) => number): Promise<number> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return texts.reduce((total, text) => total + count(text), 0);
}

/** Joins what the branches found out, group by group. */
const combine: FunctionDefinition = {
  name: 'combine',
  run(_context, input) {
    const tallies = Object.values(input as Readonly<Record<string, Tally>>);
    const [first = []] = tallies;
    return first.map(({ name }) =>
      Object.assign({}, ...tallies.map((tally) => tally.find((row) => row.name === name))),
    );
  },
};

/** Writes the report; whoever looks at the file sees the old one or the new one, never half of it. */
const writeReport: FunctionDefinition = {
  name: 'writeReport',
  async run(context: FunctionContext, input) {
    const { groups, root, file } = input as { readonly groups: Tally; readonly root: string; readonly file: string };
    const path = join(root, file);
    const rows = groups.map(({ name, words, headings, links }) => `| ${name} | ${words} | ${headings} | ${links} |`);
    const table = ['| documents | words | headings | links |', '|---|---:|---:|---:|', ...rows].join('\n');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, `# What our documents are made of\n\n${table}\n\nExecution ${context.execution}.\n`);
    await rename(`${path}.new`, path);
    const words = groups.reduce((total, group) => total + Number(group['words']), 0);
    return { groups: groups.length, words, report: file };
  },
};

/** The functions that `document-report.yaml` calls. */
export default [
  listDocuments,
  counting('countWords', 'words', (text) => text.split(/\s+/).filter((word) => word !== '').length),
  counting('countHeadings', 'headings', (text) => text.match(/^#+ /gm)?.length ?? 0),
  counting('countLinks', 'links', (text) => text.match(/\]\(/g)?.length ?? 0),
  combine,
  writeReport,
];
