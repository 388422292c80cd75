import { createInterface } from 'node:readline/promises';

/** True when a person sits at both ends: standard input can answer what standard error asks. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** Asks a question that only a clear yes says yes to. */
export async function confirm(question: string): Promise<boolean> {
  const dialogue = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await dialogue.question(`${question} [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    dialogue.close();
  }
}

/** Asks for one of several words, of which the first letter is enough; anything else is the second, which does nothing. */
export async function choose<Word extends string>(
  question: string,
  words: readonly [Word, Word, ...Word[]],
): Promise<Word> {
  const dialogue = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = (await dialogue.question(`${question} [${words.join('/')}] `)).trim().toLowerCase();
    return words.find((word) => answer !== '' && word.startsWith(answer)) ?? words[1];
  } finally {
    dialogue.close();
  }
}
