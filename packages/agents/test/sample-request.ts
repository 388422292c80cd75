import { fileURLToPath } from 'node:url';
import { plannableFunctions, type PlannableFunction, type PlanRequest } from '../src/planner.ts';
import { readContacts, readWorkspaceSettings, Workspace, workspaceFunctions } from '../src/workspace.ts';

/** What planners are given for the sample workspace. */
export interface SamplePlace {
  readonly functions: readonly PlannableFunction[];
  request(goal: string, more?: Partial<PlanRequest>): PlanRequest;
}

/** Looks at the sample workspace the way a host does before it plans: nothing is written. */
export async function samplePlaceToPlan(): Promise<SamplePlace> {
  const workspace = await Workspace.open(fileURLToPath(new URL('../../../examples/workspace', import.meta.url)));
  const otherwise = { address: 'me@localhost.invalid', zone: 'UTC', weekdays: [1, 2, 3, 4, 5] };
  const { owner, now } = await readWorkspaceSettings(workspace, otherwise);
  const files = (await workspace.files()).map(({ path }) => path);
  const { contacts } = readContacts((await workspace.read('contacts.vcf')).toString('utf8'));
  const people = contacts.map(({ name, nicknames, organisation }) => ({ names: [name, ...nicknames], organisation }));
  return {
    functions: plannableFunctions(workspaceFunctions(workspace, owner)),
    request: (goal, more = {}) => ({ goal, now: now ?? 0, zone: owner.zone, workspace: { files, people }, ...more }),
  };
}
