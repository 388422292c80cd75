import { formatDiagnostics, isJsonObject, readDocument, type Json } from '@batonhq/core';
import { instantOf } from '../calendar/local-time.ts';
import { usualWeek } from '../calendar/usual-week.ts';
import type { Owner } from './people-functions.ts';
import { WorkspaceError } from './workspace-error.ts';
import type { Workspace } from './workspace.ts';

/** What a workspace says of itself in `workspace.yaml`. */
export interface WorkspaceSettings {
  readonly owner: Owner;
  /** ISO code, `USD` when it does not say. */
  readonly currency: string;
  /** The instant as of which its files are to be read: the morning of `today` in samples, null in workspaces in use. */
  readonly now: number | null;
}

const file = 'workspace.yaml';

/**
 * Reads `workspace.yaml`: `owner` with `name`, `address`, `zone`, `workdays` (0 for Sunday), `hours` and `holidays`,
 * `currency`, and in samples `today`. What it does not say is taken from `otherwise`, and so is all of it where there is
 * no such file.
 *
 * @throws {WorkspaceError} with the place, when it cannot be understood.
 * @example
 * ```ts
 * import { readWorkspaceSettings, Workspace } from '@batonhq/agents/workspace';
 *
 * const workspace = await Workspace.open('.');
 * const otherwise = { address: 'me@localhost.invalid', zone: 'UTC', weekdays: [1, 2, 3, 4, 5] };
 * console.log((await readWorkspaceSettings(workspace, otherwise)).owner.zone);
 * ```
 */
export async function readWorkspaceSettings(workspace: Workspace, otherwise: Owner): Promise<WorkspaceSettings> {
  if (!(await workspace.has(file))) return { owner: otherwise, currency: 'USD', now: null };
  const { value, diagnostics } = readDocument((await workspace.read(file)).toString('utf8'), { file });
  if (!isJsonObject(value))
    throw new WorkspaceError(value === undefined ? formatDiagnostics(diagnostics) : `${file} holds no members`);
  const owner = ownerOf(value['owner'] ?? null, otherwise);
  const today = textIn(value['today']);
  return {
    owner,
    currency: textIn(value['currency']) ?? 'USD',
    now: today === null ? null : morningOf(today, owner.zone),
  };
}

function ownerOf(said: Json, otherwise: Owner): Owner {
  if (!isJsonObject(said)) return otherwise;
  const zone = textIn(said['zone']) ?? otherwise.zone;
  if (!isZone(zone))
    throw new WorkspaceError(`${file}: owner.zone is "${zone}", which is no time zone; write one as Asia/Jerusalem`);
  const hours = isJsonObject(said['hours']) ? said['hours'] : {};
  const address = textIn(said['address']) ?? otherwise.address;
  return {
    address,
    name: textIn(said['name']) ?? address.replace(/\s*<.*$/, ''),
    zone,
    weekdays: numbersIn(said['workdays']) ?? usualWeek(zone),
    holidays: Array.isArray(said['holidays']) ? said['holidays'].filter((day) => typeof day === 'string') : [],
    start: minuteOf(hours['start'], 9 * 60),
    end: minuteOf(hours['end'], 17 * 60),
  };
}

function minuteOf(said: Json | undefined, otherwise: number): number {
  if (said === undefined) return otherwise;
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(textIn(said) ?? '') ?? [];
  if (hour === undefined) throw new WorkspaceError(`${file}: hours are written as '09:00', in quotes`);
  return Number(hour) * 60 + Number(minute);
}

function morningOf(today: string, zone: string): number {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(today) ?? [];
  if (year === undefined) throw new WorkspaceError(`${file}: today is written as '2026-01-11', in quotes`);
  return instantOf({ year: Number(year), month: Number(month), day: Number(day) }, 8 * 60, zone);
}

function textIn(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function numbersIn(value: Json | undefined): readonly number[] | null {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : null;
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
