import { dayAfter, instantOf, localTime, weekdayOf } from '../calendar/local-time.ts';

/** A piece with the time it is to be published at. */
export type ScheduledPost = {
  readonly uid: string;
  readonly channel: string;
  readonly title: string;
  readonly text: string;
  readonly path: string;
  /** ISO 8601, in UTC. */
  readonly at: string;
};

/** When a channel is read, on the day of the launch (0) or after it: first where people look first, then by mail, then at work. */
const slots: Readonly<Record<string, { readonly day: number; readonly minute: number }>> = {
  instagram: { day: 0, minute: 8 * 60 },
  facebook: { day: 0, minute: 9 * 60 },
  x: { day: 0, minute: 9 * 60 },
  newsletter: { day: 0, minute: 10 * 60 },
  sms: { day: 0, minute: 11 * 60 },
  blog: { day: 0, minute: 7 * 60 },
  linkedin: { day: 1, minute: 8 * 60 + 30 },
};

const otherwise = { day: 0, minute: 12 * 60 };

/** The time of each piece. LinkedIn is read at work, so its day is one that is worked. The same key gives the same uids. */
export function schedulePieces(
  pieces: readonly Omit<ScheduledPost, 'uid' | 'at'>[],
  { launch, zone, key }: { readonly launch: number; readonly zone: string; readonly key: string },
): readonly ScheduledPost[] {
  return pieces.map((piece) => {
    const { day, minute } = slots[piece.channel] ?? otherwise;
    let date: ReturnType<typeof dayAfter> = localTime(launch, zone);
    for (let ahead = 0; ahead < day; ahead += 1) date = dayAfter(date);
    while (piece.channel === 'linkedin' && [0, 6].includes(weekdayOf(date))) date = dayAfter(date);
    const at = new Date(instantOf(date, minute, zone)).toISOString();
    return { ...piece, at, uid: `${key}-${piece.channel}@baton` };
  });
}
