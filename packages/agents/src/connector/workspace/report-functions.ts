import { analyseDocuments } from '../../tool/text/analyse.ts';
import { languageNamed, languages } from '../../tool/text/language.ts';
import { rateRisks, type RiskFigures } from '../../tool/finance/risks.ts';
import { inHebrew } from '../../tool/report/in-hebrew.ts';
import type { Report, ReportSection } from '../../tool/report/report.ts';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import type { Writer } from '../../writer/writer.ts';
import type { Argument } from './argument.ts';
import { financialSections } from './financial-sections.ts';
import { nameFor } from './file-name.ts';
import { opened, openingOrder } from './report-orders.ts';
import { readDocument } from './read-document.ts';
import { anything, count, fileOf, listOf, number, object, oneOf, text, texts, words } from './schema.ts';
import { writes, writingNote, writtenOr } from './with-writer.ts';
import { looksAt, workspaceFunction, writesOwn } from './workspace-function.ts';
import type { Workspace } from './workspace.ts';
import { writeReport } from './write-report.ts';

/** Reports, and the risks that stand in them. */
export function reportFunctions(workspace: Workspace, writer: Writer | null): readonly ToolDefinition[] {
  return [risks(workspace), writing(workspace, writer), financial(workspace, writer)];
}

function risks(workspace: Workspace): ToolDefinition {
  const rated = object({
    risk: text,
    likelihood: number,
    impact: number,
    score: number,
    why: text,
    answer: text,
    source: text,
  });
  return workspaceFunction({
    name: 'risks_list',
    description:
      'Lists the risks in figures (outputs of business_analyse, business_expand, finance_retirement) and those that documents name, rated by rules, each with why and an answer.',
    input: object(
      {},
      { analysis: anything, expansion: anything, retirement: anything, taxes: anything, facts: anything, paths: texts },
    ),
    output: object({ risks: listOf(rated) }),
    planning: looksAt('documents'),
    async run(given) {
      const documents = await Promise.all(
        given.texts('paths').map(async (path) => {
          const document = await readDocument(path, await workspace.read(path));
          return document === null ? [] : [{ path, text: document.text, date: document.date }];
        }),
      );
      const named = analyseDocuments(documents.flat(), '').risks;
      return { risks: rateRisks({ ...figuresIn(given), named }) };
    },
  });
}

function figuresIn(given: Argument): Omit<RiskFigures, 'named'> {
  const analysis = given.part('analysis');
  const costs = analysis.parts('costs');
  const largest = analysis.parts('incomes')[0];
  const rent = costs.find((cost) => /^(?:rent|שכירות|שכר דירה)$/i.test(cost.text('category', '')));
  const growth = analysis.number('growth', 0);
  const rising = costs.filter(
    (cost) => cost.has('change') && cost.number('share', 0) > 0.02 && cost.number('change', 0) > growth + 0.02,
  );
  const expansion = given.part('expansion');
  const retirement = given.part('retirement');
  return {
    margin: given.has('analysis') ? analysis.number('margin', 0) : null,
    largestIncomeShare:
      largest === undefined ? null : { category: largest.text('category', ''), share: largest.number('share', 0) },
    rentShare: rent === undefined ? null : rent.number('share', 0),
    risingCosts: rising.map((cost) => ({ category: cost.text('category', ''), change: cost.number('change', 0) })),
    expansion: given.has('expansion')
      ? {
          lowestCash: expansion.number('lowestCash', 0),
          lowestMonth: expansion.number('lowestMonth', 0),
          isFundable: expansion.json('isFundable') === true,
        }
      : null,
    retirement: given.has('retirement')
      ? {
          success: retirement.number('success', 0),
          endsAt: retirement.has('endsAt') ? retirement.number('endsAt', 0) : null,
          retireAt: retirement.has('retireAt') ? retirement.number('retireAt', 0) : null,
        }
      : null,
  };
}

const written = object({ path: text, html: text, charts: texts, words: count }, writingNote);

function writing(workspace: Workspace, writer: Writer | null): ToolDefinition {
  const cell = { type: ['string', 'number'] };
  const section = object(
    { heading: words },
    { text, points: texts, table: object({ columns: texts, rows: listOf(listOf(cell)) }), chart: fileOf('svg') },
  );
  return workspaceFunction({
    name: 'report_write',
    description:
      'Writes a report (Markdown, and one page of HTML beside it) of sections with text, points, a table or a chart of the workspace.',
    input: object(
      { title: words, sections: listOf(section, 1) },
      { path: fileOf('md'), language: oneOf(...languages) },
    ),
    output: written,
    files: ['path', 'html'],
    planning: writes(writesOwn(['results']), writer),
    async run(given, context) {
      const language = languageNamed(given.text('language', '')) ?? 'en';
      const report = { title: given.text('title'), language, sections: told(given.parts('sections').map(sectionIn)) };
      const path = given.text('path', `results/${nameFor(given.text('title'))}.md`);
      const { value, note } = await writtenOr(openingOrder(report), { writer, context });
      return { ...(await writeReport(workspace, { report: opened(report, value), path })), ...note };
    },
  });
}

/** A heading with nothing under it says nothing; where all are so, they stay and say that. */
function told(sections: readonly ReportSection[]): readonly ReportSection[] {
  const full = sections.filter(
    ({ text: said, points = [], table, chart }) =>
      said !== undefined || points.length > 0 || table !== undefined || chart !== undefined,
  );
  return full.length === 0 ? sections : full;
}

function sectionIn(given: Argument): ReportSection {
  const table = given.part('table');
  const rows = table.list('rows').map((row) => (Array.isArray(row) ? row.filter(isCell) : []));
  return {
    heading: given.text('heading'),
    points: given.texts('points'),
    ...(given.has('text') && { text: given.text('text') }),
    ...(given.has('table') && { table: { columns: table.texts('columns'), rows } }),
    ...(given.has('chart') && { chart: given.text('chart') }),
  };
}

function isCell(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function financial(workspace: Workspace, writer: Writer | null): ToolDefinition {
  const parts = ['analysis', 'forecast', 'expansion', 'reserve', 'taxes', 'retirement', 'options', 'risks', 'facts'];
  return workspaceFunction({
    name: 'report_financial',
    description:
      'Writes a report on a business and its owner’s plans out of what other functions put out, whole: business_analyse as analysis, ledger_forecast as forecast, business_expand as expansion, finance_reserve, finance_taxes, finance_retirement, finance_options, risks_list. Charts included.',
    input: object(
      { title: words },
      {
        ...Object.fromEntries(parts.map((part) => [part, anything])),
        path: fileOf('md'),
        language: oneOf('en', 'he'),
      },
    ),
    output: written,
    files: ['path', 'html'],
    planning: writes(writesOwn(['results']), writer),
    async run(given, context) {
      const english = { title: given.text('title'), language: 'en' as const, sections: financialSections(given) };
      const report: Report = given.text('language', 'en') === 'he' ? inHebrew(english) : english;
      const path = given.text('path', `results/${nameFor(given.text('title'))}.md`);
      const { value, note } = await writtenOr(openingOrder(report), { writer, context });
      return { ...(await writeReport(workspace, { report: opened(report, value), path })), ...note };
    },
  });
}
