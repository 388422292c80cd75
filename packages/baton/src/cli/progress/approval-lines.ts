import { isJsonObject, type Json, type PendingApproval } from '@batonhq/core';
import { durationText, instantText } from '../terminal/duration.ts';
import type { Painter } from '../terminal/painter.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import { fitWidth } from '../terminal/text-width.ts';
import { questionLines } from './question-lines.ts';

/** How to print what people are asked. */
export interface ApprovalPage {
  readonly now: number;
  readonly paint: Painter;
  readonly columns: number;
  /** Print arguments in full, however long they are. */
  readonly isWhole: boolean;
}

/** Members of a call that say how it is recorded, not what it does. */
const ofRecording = [
  'kind',
  'name',
  'version',
  'protocol',
  'process',
  'hinted',
  'redirect',
  'output',
  'await',
  'return',
];

/** What people are asked, in lines: the call, its arguments, why, who may answer, what undoes it, until when. */
export function approvalLines(asked: PendingApproval, page: ApprovalPage): readonly string[] {
  const { id, what, step, workflow, user, reason, roles, quorum, approvedBy, undo, since, until } = asked;
  const { paint, now } = page;
  const who = roles.length === 0 ? 'anybody' : roles.join(' or ');
  const several = quorum === 1 ? '' : `, ${approvedBy.length} of ${quorum} said yes`;
  const costs = costText(asked);
  const undone = undo === null ? 'nothing undoes it' : `${undo} undoes it`;
  const left = until > now ? `${durationText(until - now)} left (${instantText(until)})` : 'expired';
  const whose =
    asked.kind === 'call' ? `${step} of ${workflow}, for ${user}` : `${asked.execution}, ${workflow}, for ${user}`;
  const about = asked.kind === 'call' ? argumentLines(asked, page) : questionLines(asked, paint);
  return [
    `${plainLine(id)}  ${paint.bold(plainLine(what))}  ${paint.dim(plainLine(whose))}`,
    ...about,
    paint.dim(
      plainLine(asked.kind === 'call' ? `    because ${reason}; ${undone}; ${costs}` : `    because ${reason}`),
    ),
    paint.dim(plainLine(`    ${who} may answer${several}; asked ${durationText(now - since)} ago, ${left}`)),
  ];
}

function costText({ cost }: PendingApproval): string {
  if (cost === null) return 'what it costs is not known';
  const { money, currency = '', tokens } = cost;
  const parts = [money === undefined ? '' : `${money} ${currency}`, tokens === undefined ? '' : `${tokens} tokens`];
  const said = parts.filter((part) => part !== '').join(' and ');
  return said === '' ? 'it costs nothing' : `it costs ${said}`;
}

function argumentLines(asked: PendingApproval, { columns, isWhole, paint }: ApprovalPage): readonly string[] {
  return Object.entries(asked.call)
    .filter(([name]) => !ofRecording.includes(name))
    .flatMap(([name, value]) =>
      isJsonObject(value) && name === 'input'
        ? Object.entries(value).map(([member, inner]) => [member, inner, `input.${member}`] as const)
        : [[name, value, name] as const],
    )
    .flatMap(([name, value, path]) => {
      const line = `    ${plainLine(name)}: ${text(value)}`;
      const from = originText(asked, path);
      return [
        isWhole ? line : fitWidth(line, columns).trimEnd(),
        ...(from === null ? [] : [paint.dim(plainLine(`      from ${from}`))]),
      ];
    });
}

/** Where a value came from; of one with several parts, where each kind of part did. */
function originText({ origins }: PendingApproval, path: string): string | null {
  const within = origins.filter((one) => isAlong(one.path, path));
  const texts = [...new Set(within.map((one) => one.text))];
  return texts.length === 0 ? null : texts.join('; ');
}

/** True for the value itself, what is in it, and what it is in. */
function isAlong(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

function text(value: Json): string {
  return typeof value === 'string' ? plainLine(value) : plainJson(value);
}
