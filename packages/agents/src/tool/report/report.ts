import type { Language } from '../text/language.ts';

/** A part of a report. */
export interface ReportSection {
  readonly heading: string;
  readonly text?: string;
  readonly points?: readonly string[];
  readonly table?: { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | number)[])[] };
  /** Where the chart's file lies, from the report's own place. */
  readonly chart?: string;
}

/** A report: text, tables and charts, in one direction of writing. */
export interface Report {
  readonly title: string;
  readonly language: Language;
  readonly sections: readonly ReportSection[];
}

/** The report as Markdown, its charts as links. */
export function reportAsMarkdown({ title, sections }: Report): string {
  const parts = sections.map(({ heading, text, points, table, chart }) =>
    [
      `## ${heading}`,
      ...(text === undefined ? [] : [text]),
      ...(points === undefined || points.length === 0 ? [] : [points.map((point) => `- ${point}`).join('\n')]),
      ...(table === undefined ? [] : [markdownTable(table)]),
      ...(chart === undefined ? [] : [`![${heading}](${chart})`]),
    ].join('\n\n'),
  );
  return `${[`# ${title}`, ...parts].join('\n\n')}\n`;
}

/**
 * The report as one page of HTML with its charts inside: no scripts, nothing from elsewhere, so it can be sent as it is.
 * `charts` are the SVG texts by the names the sections use.
 */
export function reportAsHtml({ title, language, sections }: Report, charts: ReadonlyMap<string, string>): string {
  const body = sections.map(({ heading, text, points = [], table, chart }) => [
    `<h2>${escaped(heading)}</h2>`,
    ...(text === undefined ? [] : [`<p>${escaped(text)}</p>`]),
    ...(points.length === 0 ? [] : [`<ul>${points.map((point) => `<li>${escaped(point)}</li>`).join('')}</ul>`]),
    ...(table === undefined ? [] : [htmlTable(table)]),
    ...(chart === undefined ? [] : [`<figure>${charts.get(chart) ?? ''}</figure>`]),
  ]);
  return [
    `<!doctype html><html lang="${language}" dir="${language === 'he' ? 'rtl' : 'ltr'}"><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style>`,
    `<main><h1>${escaped(title)}</h1>`,
    ...body.flat(),
    '</main></html>',
    '',
  ].join('\n');
}

type Table = NonNullable<ReportSection['table']>;

function markdownTable({ columns, rows }: Table): string {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => written(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

function htmlTable({ columns, rows }: Table): string {
  const cell = (value: string | number): string =>
    `<td${typeof value === 'number' ? ' class="n"' : ''}>${escaped(written(value))}</td>`;
  const head = columns.map((column) => `<th>${escaped(column)}</th>`).join('');
  return `<table><tr>${head}</tr>${rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('')}</table>`;
}

function written(value: string | number): string {
  return typeof value === 'number' ? new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(value) : value;
}

const style = [
  ':root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:0}main{max-width:48rem;margin:auto;padding:2rem 1rem}',
  'table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #8884;padding:.3rem .6rem;text-align:start}',
  '.n{text-align:end;font-variant-numeric:tabular-nums}figure{margin:1rem 0}svg{max-width:100%;height:auto}',
].join('');

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => entities[mark] ?? '');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
