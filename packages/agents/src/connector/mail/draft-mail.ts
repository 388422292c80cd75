import { fault, FaultError } from '@batonhq/core';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';

/** A mail to write, not to send. */
export interface MailDraft {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly date: number;
  /** Identifies it: the same draft written again is the same mail. */
  readonly id: string;
  readonly attachments?: readonly { readonly name: string; readonly content: Buffer }[];
}

const address = /^(?:[^<>\r\n]*<)?[^\s<>@]+@[^\s<>@]+>?$/;

/**
 * A mail as a file that mail programs open as a draft (`X-Unsent`), in any script.
 *
 * @throws {FaultError} validation, for addresses that are none.
 */
export async function draftMail({ from, to, subject, text, date, id, attachments = [] }: MailDraft): Promise<Buffer> {
  for (const one of [from, ...to])
    if (!address.test(one)) throw new FaultError(fault('validation', `"${one}" is no mail address`));
  const composer = new MailComposer({
    from,
    to: [...to],
    subject,
    text,
    date: new Date(date),
    messageId: `<${id}@baton.invalid>`,
    attachments: attachments.map(({ name, content }) => ({ filename: name, content })),
    headers: { 'X-Unsent': '1' },
    disableFileAccess: true,
    disableUrlAccess: true,
    boundaryPrefix: 'baton',
  });
  return composer.compile().build();
}
