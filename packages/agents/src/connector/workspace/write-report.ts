import { posix } from 'node:path';
import { reportAsHtml, reportAsMarkdown, type Report } from '../../tool/report/report.ts';
import type { Workspace } from './workspace.ts';

/** What was written. */
export type WrittenReport = {
  readonly path: string;
  readonly html: string;
  readonly charts: readonly string[];
  readonly words: number;
};

/** Writes a report as Markdown and as one page of HTML beside it. Charts are named by their paths in the workspace. */
export async function writeReport(
  workspace: Workspace,
  { report, path }: { readonly report: Report; readonly path: string },
): Promise<WrittenReport> {
  const charts = [...new Set(report.sections.flatMap(({ chart }) => chart ?? []))];
  const drawn = new Map<string, string>();
  for (const chart of charts) drawn.set(chart, (await workspace.read(chart)).toString('utf8'));
  const linked = report.sections.map((section) =>
    section.chart === undefined ? section : { ...section, chart: posix.relative(posix.dirname(path), section.chart) },
  );
  const markdown = reportAsMarkdown({ ...report, sections: linked });
  const html = path.replace(/\.md$/, '.html');
  await workspace.write(path, markdown);
  await workspace.write(html, reportAsHtml(report, drawn));
  return { path, html, charts, words: markdown.split(/\s+/).filter((word) => /\p{L}|\d/u.test(word)).length };
}
