import { trendOf } from '../../tool/table/trend.ts';
import { describeColumn, numberIn } from '../../tool/table/statistics.ts';
import { barChart } from '../../tool/report/bar-chart.ts';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import { columnOf, readTable, type Table } from '../table/table.ts';
import type { Argument } from './argument.ts';
import { count, fileOf, listOf, number, object, oneOf, orNull, text, words } from './schema.ts';
import { looksAt, workspaceFunction, writesOwn } from './workspace-function.ts';
import type { Workspace } from './workspace.ts';

/** Figures from any table of a workspace. */
export function tableFunctions(workspace: Workspace): readonly ToolDefinition[] {
  return [describing(workspace), trending(workspace)];
}

const value = { type: ['string', 'number', 'null'] };

function describing(workspace: Workspace): ToolDefinition {
  const column = object({
    name: text,
    kind: oneOf('number', 'date', 'text'),
    filled: count,
    distinct: count,
    least: value,
    most: value,
    mean: orNull('number'),
    median: orNull('number'),
    deviation: orNull('number'),
    total: orNull('number'),
    frequent: listOf(object({ value: text, count })),
  });
  return workspaceFunction({
    name: 'table_describe',
    description:
      'Describes a table (CSV): each column with its range, mean, median, deviation, total, and the values that stand most often.',
    input: object({ path: fileOf('csv', 'tsv') }),
    output: object({ path: text, rows: count, columns: listOf(column) }),
    planning: looksAt('documents'),
    async run(given) {
      const table = await tableAt(workspace, given);
      const columns = table.columns.map((name, at) =>
        describeColumn(
          name,
          table.rows.map((row) => row[at] ?? ''),
        ),
      );
      return { path: given.text('path'), rows: table.rows.length, columns };
    },
  });
}

function trending(workspace: Workspace): ToolDefinition {
  const point = object({ period: text, value: number });
  return workspaceFunction({
    name: 'table_trend',
    description:
      'Follows a column of numbers of a table (CSV) by day or month: trend, change, points out of the ordinary, with a chart. `where` keeps rows with one value in a column.',
    input: object(
      { path: fileOf('csv', 'tsv'), value: words },
      {
        date: words,
        by: oneOf('day', 'month'),
        combine: oneOf('sum', 'mean'),
        where: object({ column: words, equals: text }),
        chart: fileOf('svg'),
      },
    ),
    output: object({
      points: listOf(point),
      slope: number,
      change: orNull('number'),
      direction: oneOf('up', 'down', 'level'),
      outliers: listOf(point),
      chart: text,
      finding: text,
    }),
    files: ['chart'],
    planning: writesOwn(['results'], ['documents']),
    async run(given) {
      const table = await tableAt(workspace, given);
      const name = given.text('value');
      const trend = trendOf(seriesIn(table, given));
      const chart = given.text('chart', `results/${name.replace(/\W+/g, '-')}.svg`);
      await workspace.write(
        chart,
        barChart({
          title: name,
          description: `${name} by period; the trend goes ${trend.direction}.`,
          unit: given.text('by', 'month'),
          bars: trend.points.map((one) => ({ label: one.period, value: one.value })),
        }),
      );
      return { ...trend, chart, finding: findingOf(name, trend) };
    },
  });
}

function seriesIn(table: Table, given: Argument): readonly { readonly period: string; readonly value: number }[] {
  const dated = given.has('date') ? columnOf(table, given.text('date')) : dateColumn(table);
  const at = columnOf(table, given.text('value'));
  const where = given.part('where');
  const only = where.has('column') ? columnOf(table, where.text('column')) : null;
  const length = given.text('by', 'month') === 'day' ? 10 : 7;
  const rows = table.rows.flatMap((row) => {
    const amount = numberIn(row[at] ?? '');
    const kept = only === null || row[only] === where.text('equals', '');
    return amount === null || !kept ? [] : [{ period: (row[dated] ?? '').slice(0, length), value: amount }];
  });
  const isMean = given.text('combine', 'sum') === 'mean';
  return [...Map.groupBy(rows, ({ period }) => period)].map(([period, list]) => {
    const total = list.reduce((sum, one) => sum + one.value, 0);
    return { period, value: isMean ? total / list.length : total };
  });
}

/** The first column whose cells are days or months. */
function dateColumn(table: Table): number {
  const at = table.columns.findIndex((name, index) => {
    const cells = table.rows.map((row) => row[index] ?? '');
    return describeColumn(name, cells).kind === 'date';
  });
  return at >= 0 ? at : columnOf(table, 'date');
}

function findingOf(name: string, { direction, change, outliers, points }: ReturnType<typeof trendOf>): string {
  const how = direction === 'level' ? 'is level' : `goes ${direction}`;
  const much = change === null ? '' : ` (${(change * 100).toFixed(1)} % from the first third to the last)`;
  const odd = outliers.length === 0 ? '' : ` Out of the ordinary: ${outliers.map(({ period }) => period).join(', ')}.`;
  return `${name} ${how} over ${points.length} periods${much}.${odd}`;
}

async function tableAt(workspace: Workspace, given: Argument): Promise<Table> {
  return readTable((await workspace.read(given.text('path'))).toString('utf8'));
}
