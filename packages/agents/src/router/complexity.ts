/** What is looked at to tell a simple task from a complex one. */
export interface Task {
  readonly skills: readonly string[];
  readonly prompt: string;
}

/** From so many on, more of them make a task no more complex. */
const most = { words: 120, parts: 6, skills: 4 };

const share = { words: 0.35, parts: 0.35, skills: 0.3 };

/** Where one thing to do ends and another begins, in English and Hebrew. */
const boundaries =
  /[.;:\n]|,|\b(?:and|then|after|before|if|unless|but|compare)\b|(?:^|\s)(?:ואז|ואחר|לפני|אחרי|אם|אבל|השווה)(?=\s)/giu;

/** How complex a task is, from 0 to 1, by its length, its parts and the skills it needs: a rough guess that costs nothing. */
export function complexityOf({ skills, prompt }: Task): number {
  const words = prompt.trim().split(/\s+/u).length;
  const parts = (prompt.match(boundaries) ?? []).length;
  const of = (value: number, limit: number): number => Math.min(1, Math.max(0, value) / limit);
  return (
    share.words * of(words, most.words) +
    share.parts * of(parts, most.parts) +
    share.skills * of(skills.length - 1, most.skills - 1)
  );
}
