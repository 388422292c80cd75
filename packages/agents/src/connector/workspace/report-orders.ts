import type { JsonObject } from '@batonhq/core';
import type { Report } from '../../tool/report/report.ts';
import { readText } from './document-orders.ts';
import { object, text } from './schema.ts';
import type { Optional } from './with-writer.ts';

const headings = { en: 'What it comes to', he: 'מה עולה מזה', de: 'Worauf es hinausläuft' } as const;

/** What a report comes to, in the words of whoever it is for. */
export function openingOrder({ title, language, sections }: Report): Optional<string> {
  const facts: JsonObject = {
    title,
    sections: sections.map(({ chart: _chart, ...section }): JsonObject => JSON.parse(JSON.stringify(section))),
  };
  return {
    without: 'report',
    task: 'Write the opening of this report, at most 200 words: what the figures and findings mean for its reader, what is good, what is not, and what to do first.',
    language,
    facts,
    output: object({ text }),
    read: (answer) => readText(answer, facts),
  };
}

/** The report with its opening, where there is one. */
export function opened(report: Report, opening: string | null): Report {
  if (opening === null) return report;
  return { ...report, sections: [{ heading: headings[report.language], text: opening }, ...report.sections] };
}
