/** The table of written cases: one JSON object per line, grouped in files by subject. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Difference } from '../differential/rules.ts';
import { DIFFERENCES } from '../differential/rules.ts';
import type { Json } from '../src/index.ts';

export interface WrittenCase {
  readonly subject: string;
  readonly program: string;
  readonly input: Json;
  /** The outputs; absent when the program does not compile. */
  readonly outputs?: readonly Json[];
  /** The error that ended it. */
  readonly error?: Json;
  /** The beginning of the syntax error. */
  readonly refused?: string;
  /** The difference from jq that the case shows, by its name in docs/jq.md. */
  readonly differs?: Difference;
}

const folder = new URL('cases/', import.meta.url);

export function writtenCases(): WrittenCase[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted()
    .flatMap((name) => {
      const lines = readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n');
      return lines.map((line) => parseCase(name.replace('.jsonl', ''), JSON.parse(line)));
    });
}

function parseCase(subject: string, record: Record<string, Json>): WrittenCase {
  const { program, input = null, outputs, error, refused, differs } = record;
  const difference = DIFFERENCES.find((name) => name === differs);
  if (typeof program !== 'string' || (differs !== undefined && difference === undefined)) {
    throw new TypeError(`not a case: ${JSON.stringify(record)}`);
  }
  return {
    subject,
    program,
    input,
    ...(Array.isArray(outputs) ? { outputs } : {}),
    ...(error === undefined ? {} : { error }),
    ...(typeof refused === 'string' ? { refused } : {}),
    ...(difference === undefined ? {} : { differs: difference }),
  };
}

/** What the host answers in the table. */
export const TABLE_HOST = { now: 1_000_000_000, env: { PATH: '/' } } as const;
