import { createHash } from 'node:crypto';
import type { ToolDefinition, Writer } from '@batonhq/agents';
import type { WorkspaceFacts } from '@batonhq/agents/planner';
import type { FoundFile } from '@batonhq/agents/workspace';

/** A workspace that is open: what can be done in it, and what planners may know of it. */
export interface OfferedWorkspace {
  readonly root: string;
  readonly tools: readonly ToolDefinition[];
  /** IANA zone of its owner. */
  readonly zone: string;
  /** The instant it is to be read as of; null for the real one. */
  readonly now: number | null;
  /** Opens a file; whatever the path says, nothing outside of the folder. */
  open(path: string): Promise<FoundFile>;
  /** As it stands now: files come and go. */
  facts(): Promise<WorkspaceFacts>;
  /** SHA-256 of the files among these texts that are there, and of the address book when a function of the same texts reads it. */
  digests(texts: ReadonlySet<string>): Promise<Readonly<Record<string, string>>>;
}

const contactsFile = 'contacts.vcf';

/** Opens a folder as a workspace. Its owner is who `workspace.yaml` says, else whoever works on this machine. */
export async function openWorkspace(folder: string, writer: Writer | null = null): Promise<OfferedWorkspace> {
  // What reads PDF, mail and calendars takes a while to load, and most commands need none of it.
  const { readContacts, readWorkspaceSettings, Workspace, workspaceFunctions } =
    await import('@batonhq/agents/workspace');
  const workspace = await Workspace.open(folder);
  const { owner, now } = await readWorkspaceSettings(workspace, thisMachine());
  return {
    root: workspace.root,
    tools: workspaceFunctions(workspace, owner, writer),
    zone: owner.zone,
    now,
    open: (path) => workspace.openFile(path),
    async digests(texts) {
      const readsContacts = [...texts].some((text) => text.startsWith('contacts_'));
      const named = (await workspace.files()).filter(
        ({ path }) => texts.has(path) || (readsContacts && path === contactsFile),
      );
      const digests = named.map(async ({ path }) => [path, sha256(await workspace.read(path))] as const);
      return Object.fromEntries(await Promise.all(digests));
    },
    async facts() {
      const files = await workspace.files();
      const has = await workspace.has(contactsFile);
      const { contacts } = has ? readContacts((await workspace.read(contactsFile)).toString('utf8')) : { contacts: [] };
      return {
        files: files.map(({ path }) => path),
        people: contacts.map(({ name, nicknames, organisation }) => ({ names: [name, ...nicknames], organisation })),
      };
    },
  };
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function thisMachine(): { readonly address: string; readonly zone: string; readonly weekdays: readonly number[] } {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const weekdays = sundayWeeks.has(zone) ? [0, 1, 2, 3, 4] : [1, 2, 3, 4, 5];
  return { address: process.env['BATON_MAIL_ADDRESS'] ?? 'me@localhost.invalid', zone, weekdays };
}

/** Sunday to Thursday where the week is so, Monday to Friday elsewhere. */
const sundayWeeks: ReadonlySet<string> = new Set(['Asia/Jerusalem', 'Asia/Riyadh', 'Asia/Kuwait', 'Africa/Cairo']);
