import type { Recorded } from '@batonhq/core';

/** Whether somebody can be asked, and what they were asked already. */
export interface Questions {
  readonly mayAsk: boolean;
  readonly isAnswered: (approval: string) => boolean;
}

/** Who listens for questions. */
interface QuestionWatch {
  readonly signal: AbortSignal;
  heard(recorded: Recorded): void;
}

/** Tells by its signal that people are asked something that nobody has answered, now or before this process began. */
export function watchQuestions({ mayAsk, isAnswered }: Questions): QuestionWatch {
  const open = new AbortController();
  const answered = new Set<string>();
  const asked: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    if (asked.some((id) => !answered.has(id) && !isAnswered(id))) open.abort();
  };
  return {
    signal: open.signal,
    heard({ event }) {
      if (!mayAsk) return;
      if (event.kind === 'approval.decided') answered.add(event.approval);
      if (event.kind !== 'approval.requested') return;
      asked.push(event.approval);
      // The past is told at once: what was answered in it comes right behind the question.
      clearTimeout(timer);
      timer = setTimeout(look, 100);
    },
  };
}
