import type { ToolDefinition } from '../../tool/tool-definition.ts';
import { findContacts, readContacts } from '../contacts/contacts.ts';
import { draftMail } from '../mail/draft-mail.ts';
import { fileName } from './file-name.ts';
import { flag, listOf, object, orNull, text, texts, words } from './schema.ts';
import { looksAt, workspaceFunction, writesOwn } from './workspace-function.ts';
import type { Workspace } from './workspace.ts';

/** Whose workspace it is. */
export interface Owner {
  /** As it stands in mail: `Ada <ada@bakery.example>`. */
  readonly address: string;
  /** What the owner is called; what stands before the address when it is missing. */
  readonly name?: string;
  readonly zone: string;
  /** Days that are worked, 0 for Sunday. */
  readonly weekdays: readonly number[];
  /** Days that are not, as `YYYY-MM-DD`. */
  readonly holidays?: readonly string[];
  /** When a day of work begins and ends, in minutes since midnight: 9 to 17 o'clock when missing. */
  readonly start?: number;
  readonly end?: number;
}

const contactsFile = 'contacts.vcf';

/** People and mail of a workspace with `contacts.vcf`. */
export function peopleFunctions(workspace: Workspace, owner: Owner): readonly ToolDefinition[] {
  return [finding(workspace), drafting(workspace, owner)];
}

function finding(workspace: Workspace): ToolDefinition {
  const known = ['name', 'organisation', 'role', 'note', 'zone', 'language'];
  const person = object({
    ...Object.fromEntries(known.map((name) => [name, text])),
    nicknames: texts,
    emails: texts,
    phones: texts,
    isSure: flag,
  });
  return workspaceFunction({
    name: 'contacts_find',
    description:
      'Finds people in the address book by name, organisation or role, in any letters; `about` tells two of a name apart (a project, a company). `isSure` says whether only one fits.',
    input: object({ query: words }, { about: text }),
    output: object({ people: listOf(person), isSure: flag, problem: orNull('string') }),
    planning: looksAt('contacts'),
    trust: 'owner',
    async run(given) {
      const { contacts, problem } = readContacts((await workspace.read(contactsFile)).toString('utf8'));
      const found = findContacts(contacts, given.text('query'), given.text('about', ''));
      const people = found.map(({ contact, isSure }) => ({ ...contact, isSure }));
      return { people, isSure: people[0]?.isSure ?? false, problem };
    },
  });
}

function drafting(workspace: Workspace, { address }: Owner): ToolDefinition {
  return workspaceFunction({
    name: 'mail_draft',
    description:
      'Writes a mail as a draft that a mail program opens, with files of the workspace if wanted. It is not sent.',
    input: object({ to: listOf(text, 1), subject: text, text }, { attachments: texts }),
    output: object({ path: text }),
    files: ['path'],
    planning: writesOwn(['drafts'], ['documents']),
    async run(given, context) {
      const id = context.idempotencyKey.replace(/[^\w.-]+/g, '-');
      const attachments = given.texts('attachments').map(async (path) => ({
        name: fileName(path),
        content: await workspace.read(path),
      }));
      const draft = await draftMail({
        from: address,
        to: given.texts('to'),
        subject: given.text('subject'),
        text: given.text('text'),
        date: context.now(),
        id,
        attachments: await Promise.all(attachments),
      });
      const path = `drafts/${id}.eml`;
      await workspace.write(path, draft);
      return { path };
    },
  });
}
