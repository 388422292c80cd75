/** Zones whose week begins on Sunday. */
const sundayWeeks: ReadonlySet<string> = new Set(['Asia/Jerusalem', 'Asia/Riyadh', 'Asia/Kuwait', 'Africa/Cairo']);

/** The days that are worked in a zone, 0 for Sunday: Sunday to Thursday where the week is so, Monday to Friday elsewhere. */
export function usualWeek(zone: string): readonly number[] {
  return sundayWeeks.has(zone) ? [0, 1, 2, 3, 4] : [1, 2, 3, 4, 5];
}
