import type { ToolDefinition } from '../../tool/tool-definition.ts';
import type { Writer } from '../../writer/writer.ts';
import { calendarFunctions } from './calendar-functions.ts';
import { campaignFunctions } from './campaign-functions.ts';
import { codeFunctions } from './code-functions.ts';
import { documentFunctions } from './document-functions.ts';
import { financeFunctions } from './finance-functions.ts';
import { ledgerFunctions } from './ledger-functions.ts';
import { meetingFunctions } from './meeting-functions.ts';
import { peopleFunctions, type Owner } from './people-functions.ts';
import { reportFunctions } from './report-functions.ts';
import { reviewFunctions } from './review-functions.ts';
import { retirementFunctions } from './retirement-functions.ts';
import { serviceFunctions } from './service-functions.ts';
import { tableFunctions } from './table-functions.ts';
import type { Workspace } from './workspace.ts';

/**
 * What can be done in a workspace without any model: documents, people, meetings, mail, money. Every one of them may be
 * repeated: reading changes nothing, and what is written is the same file or the same event when it is written again. With a
 * writer, texts for people are written by it, out of what the functions found; where it fails, the text without it stays.
 *
 * @example
 * ```ts
 * import { Workspace, workspaceFunctions } from '@batonhq/agents/workspace';
 *
 * const workspace = await Workspace.open('.');
 * const owner = { address: 'ada@bakery.example', zone: 'Asia/Jerusalem', weekdays: [0, 1, 2, 3, 4] };
 * console.log(workspaceFunctions(workspace, owner).map(({ name }) => name));
 * ```
 */
export function workspaceFunctions(
  workspace: Workspace,
  owner: Owner,
  writer: Writer | null = null,
): readonly ToolDefinition[] {
  return [
    ...documentFunctions(workspace, writer),
    ...peopleFunctions(workspace, owner),
    ...calendarFunctions(workspace, owner),
    ...meetingFunctions(workspace, owner, writer),
    ...ledgerFunctions(workspace),
    ...financeFunctions(workspace),
    ...retirementFunctions(workspace),
    ...reportFunctions(workspace, writer),
    ...campaignFunctions(workspace, owner, writer),
    ...tableFunctions(workspace),
    ...serviceFunctions(workspace, owner),
    ...reviewFunctions(workspace, writer),
    ...codeFunctions(workspace),
  ];
}
