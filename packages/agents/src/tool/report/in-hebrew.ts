import { hebrew } from './catalog-he.ts';
import type { Report, ReportSection } from './report.ts';

interface Phrase {
  readonly pattern: RegExp;
  readonly said: readonly string[];
}

/** What says more first: a short phrase with gaps would fit much that is something else. */
const phrases: readonly Phrase[] = hebrew
  .toSorted(([left], [right]) => wordsIn(right) - wordsIn(left))
  .map(([english, said]) => ({
    pattern: new RegExp(`^${english.split('{}').map(literal).join('(.+?)')}$`, 'su'),
    said: said.split('{}'),
  }));

function wordsIn(text: string): number {
  return text.replaceAll('{}', '').length;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** A phrase of a report in Hebrew, with what stands in its gaps; one that is not known stays as it is. */
export function phraseInHebrew(text: string): string {
  for (const { pattern, said } of phrases) {
    const found = pattern.exec(text);
    if (found === null) continue;
    return said.reduce((whole, part, index) => whole + phraseInHebrew(found[index] ?? '') + part);
  }
  return text;
}

/** A report on money in Hebrew. Names, figures and sources stay as they are. */
export function inHebrew({ title, sections }: Report): Report {
  return { title, language: 'he', sections: sections.map(sectionInHebrew) };
}

function sectionInHebrew({ heading, text, points, table, chart }: ReportSection): ReportSection {
  const cell = (value: string | number): string | number => (typeof value === 'number' ? value : phraseInHebrew(value));
  return {
    heading: phraseInHebrew(heading),
    ...(text !== undefined && { text: phraseInHebrew(text) }),
    ...(points !== undefined && { points: points.map(phraseInHebrew) }),
    ...(table !== undefined && {
      table: { columns: table.columns.map(phraseInHebrew), rows: table.rows.map((row) => row.map(cell)) },
    }),
    ...(chart !== undefined && { chart }),
  };
}
