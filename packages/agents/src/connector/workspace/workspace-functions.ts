import type { ToolDefinition } from '../../tool/tool-definition.ts';
import { calendarFunctions } from './calendar-functions.ts';
import { campaignFunctions } from './campaign-functions.ts';
import { codeFunctions } from './code-functions.ts';
import { documentFunctions } from './document-functions.ts';
import { financeFunctions } from './finance-functions.ts';
import { ledgerFunctions } from './ledger-functions.ts';
import { meetingFunctions } from './meeting-functions.ts';
import { peopleFunctions, type Owner } from './people-functions.ts';
import { reportFunctions } from './report-functions.ts';
import { retirementFunctions } from './retirement-functions.ts';
import { serviceFunctions } from './service-functions.ts';
import { tableFunctions } from './table-functions.ts';
import type { Workspace } from './workspace.ts';

/**
 * What can be done in a workspace without any model: documents, people, meetings, mail, money. Every one of them may be
 * repeated: reading changes nothing, and what is written is the same file or the same event when it is written again.
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
export function workspaceFunctions(workspace: Workspace, owner: Owner): readonly ToolDefinition[] {
  return [
    ...documentFunctions(workspace),
    ...peopleFunctions(workspace, owner),
    ...calendarFunctions(workspace, owner),
    ...meetingFunctions(workspace, owner),
    ...ledgerFunctions(workspace),
    ...financeFunctions(workspace),
    ...retirementFunctions(workspace),
    ...reportFunctions(workspace),
    ...campaignFunctions(workspace, owner),
    ...tableFunctions(workspace),
    ...serviceFunctions(workspace, owner),
    ...codeFunctions(workspace),
  ];
}
