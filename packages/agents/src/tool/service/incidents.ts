/** Something that went wrong; instants in milliseconds since 1970. */
export interface Incident {
  readonly id: string;
  readonly opened: number;
  readonly closed: number | null;
  readonly severity: string;
  readonly area: string;
  readonly what: string;
  readonly affected: string;
}

/** An open incident and what to do about it. */
export type TriagedIncident = {
  readonly id: string;
  readonly area: string;
  readonly what: string;
  readonly severity: string;
  readonly hoursOpen: number;
  /** Incidents of the same area before it. */
  readonly before: number;
  /** 1 is most urgent. */
  readonly priority: number;
  readonly isOverdue: boolean;
  readonly next: string;
};

/** Hours in which an incident of a severity should be over. */
const limits: Readonly<Record<string, number>> = { critical: 4, high: 24, medium: 72, low: 168 };
const weights: Readonly<Record<string, number>> = { critical: 4, high: 3, medium: 2, low: 1 };

/** The open incidents, most urgent first: by severity, by how far beyond their limit they are, by whether it happened before. */
export function triage(incidents: readonly Incident[], now: number): readonly TriagedIncident[] {
  const open = incidents.filter(({ closed, opened }) => closed === null && opened <= now);
  const rated = open.map((incident) => {
    const { severity, area, opened } = incident;
    const hoursOpen = Math.round((now - opened) / 3_600_000);
    const before = incidents.filter((other) => other.area === area && other.opened < opened).length;
    const limit = limits[severity] ?? 72;
    const score = (weights[severity] ?? 2) * 10 + Math.min(9, (hoursOpen / limit) * 3) + before * 2;
    return { incident, hoursOpen, before, isOverdue: hoursOpen > limit, score };
  });
  return rated
    .toSorted((left, right) => right.score - left.score)
    .map(({ incident: { id, area, what, severity }, hoursOpen, before, isOverdue }, index) => ({
      id,
      area,
      what,
      severity,
      hoursOpen,
      before,
      priority: index + 1,
      isOverdue,
      next: nextStep({ severity, before, isOverdue }),
    }));
}

function nextStep({ severity, before, isOverdue }: Pick<TriagedIncident, 'severity' | 'before' | 'isOverdue'>): string {
  const owner =
    weights[severity] !== undefined && (weights[severity] ?? 0) >= 3
      ? 'Name one person who has it until it is over'
      : 'Put it on the list of the day';
  const cause =
    before > 0 ? `; it has happened ${before} ${before === 1 ? 'time' : 'times'} before, so look for the cause` : '';
  return `${owner}${cause}${isOverdue ? '; tell those who are affected when it will be over' : ''}.`;
}

/** Mean hours until incidents of a severity were over. */
export function hoursToClose(
  incidents: readonly Incident[],
): readonly { readonly severity: string; readonly count: number; readonly hours: number }[] {
  const closed = incidents.flatMap(({ severity, opened, closed: end }) =>
    end === null ? [] : [{ severity, hours: (end - opened) / 3_600_000 }],
  );
  return [...Map.groupBy(closed, ({ severity }) => severity)].map(([severity, list]) => ({
    severity,
    count: list.length,
    hours: Math.round((list.reduce((sum, { hours }) => sum + hours, 0) / list.length) * 10) / 10,
  }));
}
