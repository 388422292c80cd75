import { openToCommand } from '../../folder/open-to-command.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf, dataOption } from '../argument/data-folder.ts';
import { exitCodes } from '../exit-code.ts';
import { approvalLines } from '../progress/approval-lines.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import { operator } from './control.ts';
import { validDefinition } from './valid-definition.ts';

/** `baton revise ID FILE [--because TEXT]`. */
export const revise: Action = async (typed, terminal) => {
  const [id = '', file = ''] = typed.positionals;
  const { definition } = await validDefinition(file, terminal);
  const because = typed.value('because');
  const folder = await openToCommand(dataDirOf(typed));
  try {
    const { door } = folder;
    const request = { definition, by: operator(), ...(because !== undefined && { because }) };
    const approval = await door.revise(id, request);
    const asked = (await door.approvals.list({ execution: id })).find((one) => one.id === approval);
    const { data, talk, json } = terminal;
    if (json) data.line(plainJson({ id, approval, changes: asked?.call['changes'] ?? [] }, 2));
    else if (asked !== undefined) {
      const page = { now: Date.now(), paint: data.paint, columns: data.columns, isWhole: true };
      for (const line of approvalLines(asked, page)) data.line(line);
    }
    talk.line(
      talk.paint.dim(
        `it goes on as before until somebody agrees: baton approve ${plainLine(approval)}${dataOption(typed)}`,
      ),
    );
    return exitCodes.ok;
  } finally {
    await folder.close();
  }
};
