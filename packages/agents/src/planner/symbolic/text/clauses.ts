import { planWords } from './plan-words.ts';

const border = /[.;:!?,]|\s(?:and|then|also|after|before|finally|next|ואז|וגם|אחרי|לאחר|לפני|לבסוף)(?=\s)/giu;

/** The parts of a request, each about one thing as far as marks and joining words tell; parts of one word are left out. */
export function clausesOf(request: string): readonly string[] {
  const parts = request.split(border).filter((part) => planWords(part).length >= 2);
  return parts.length === 0 ? [request] : parts;
}
