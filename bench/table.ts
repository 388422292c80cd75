/** The report as a page: one table, then what a reader must know to judge it. */
import { figures, rounded } from './measurement.ts';
import type { Measurement } from './measurement.ts';
import { figureOf, rows } from './rows.ts';
import type { Bar, Reference, Row } from './rows.ts';

/** What one measuring of all systems found. */
export type Report = {
  readonly startedAt: string;
  readonly machine: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly quick: boolean;
  /** Medians over the rounds, one per system. */
  readonly measurements: readonly Measurement[];
  /** Scripts that were not there or failed, and why. */
  readonly missing: readonly { readonly script: string; readonly reason: string }[];
  /** Every measurement as it was printed, round by round. */
  readonly raw: readonly Measurement[];
};

/** Whether a row's bar holds; `unknown` when a figure is missing. */
export type Verdict = 'yes' | 'no' | 'unknown';

/** Judges one row. */
export function judge(row: Row, measurements: readonly Measurement[]): Verdict {
  const value = figureOf(measurements, row);
  const limit = limitOf(row.bar, measurements);
  if (value === undefined || limit === undefined) return 'unknown';
  const holds = row.bar.kind === 'at least' ? value >= limit : value <= limit;
  return holds ? 'yes' : 'no';
}

function limitOf(bar: Bar, measurements: readonly Measurement[]): number | undefined {
  if (bar.kind === 'at most') return bar.value;
  const base = figureOf(measurements, bar.of);
  return base === undefined ? undefined : base * bar.factor;
}

/** The whole page in Markdown. */
export function pageOf(report: Report): string {
  const sections = [
    '# Benchmark results',
    'Written by `bench/run.ts`; do not edit. All systems were measured one after the other on one machine in one go, so the ' +
      'ratios are worth more than the figures, and the processor times more than the times.',
    tableOf(report.measurements),
    '## Systems',
    report.measurements.map(systemLine).join('\n'),
    ...missingSection(report),
    '## Machine and method',
    Object.entries({ ...report.machine, ...methodOf(report) })
      .map(([name, value]) => `- ${name}: ${value}`)
      .join('\n'),
    '## Figures',
    Object.entries(figures)
      .map(([name, meaning]) => `- \`${name}\`: ${meaning}`)
      .join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

function tableOf(measurements: readonly Measurement[]): string {
  const lines = rows.map((row) => {
    const cells = [row.what, oursOf(row, measurements), referencesOf(row, measurements)];
    return `| ${[...cells, barOf(row.bar, row.unit), ratioOf(row, measurements), judge(row, measurements)].join(' | ')} |`;
  });
  return [
    '| what | ours | references | bar | ours ÷ reference of the bar | holds |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function oursOf(row: Row, measurements: readonly Measurement[]): string {
  const value = figureOf(measurements, row);
  return value === undefined ? 'not measured' : withUnit(value, row.unit);
}

function referencesOf(row: Row, measurements: readonly Measurement[]): string {
  const known = row.references.map((reference) => referenceText(reference, row, measurements));
  return known.join(', ') || '-';
}

function referenceText(reference: Reference, row: Row, measurements: readonly Measurement[]): string {
  const value = figureOf(measurements, reference);
  const name = reference.figure === 'commitLatencyMedianMs' ? 'one commit' : reference.system;
  return `${name} ${value === undefined ? '?' : withUnit(value, row.unit)}`;
}

function barOf(bar: Bar, unit: string): string {
  if (bar.kind === 'at most') return `≤ ${bar.value.toLocaleString('en-US')} ${unit}`;
  const name = bar.of.figure === 'commitLatencyMedianMs' ? 'one commit' : bar.of.system;
  return `${bar.kind === 'at least' ? '≥' : '≤'} ${bar.factor} × ${name}`;
}

function ratioOf(row: Row, measurements: readonly Measurement[]): string {
  const value = figureOf(measurements, row);
  const base = row.bar.kind === 'at most' ? row.bar.value : figureOf(measurements, row.bar.of);
  return value === undefined || base === undefined || base === 0 ? '-' : `${rounded(value / base, 3)} ×`;
}

function withUnit(value: number, unit: string): string {
  const text = rounded(value, 3).toLocaleString('en-US', { maximumSignificantDigits: 3 });
  return unit.startsWith('/') ? `${text}${unit}` : `${text} ${unit}`;
}

function systemLine({ system, versions, notes = [] }: Measurement): string {
  const installed = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `- **${system}** (${installed.join(', ')}): ${notes.join('; ') || 'no notes'}`;
}

function missingSection({ missing }: Report): readonly string[] {
  if (missing.length === 0) return [];
  return ['## Not measured', missing.map(({ script, reason }) => `- \`bench/${script}\`: ${reason}`).join('\n')];
}

function methodOf({ startedAt, rounds, quick }: Report): Readonly<Record<string, string>> {
  return {
    date: startedAt,
    rounds: `${rounds}, each figure is their median; every script is a process of its own, after a warm-up of its own`,
    ...(quick ? { sizes: 'quick: rough figures' } : {}),
  };
}
