import PostalMime from 'postal-mime';

/** A mail as it is read. Addresses as `name <address>`. */
export interface ReadMail {
  readonly subject: string;
  readonly from: string;
  readonly to: readonly string[];
  /** Milliseconds since 1970; null when the mail does not say. */
  readonly date: number | null;
  /** Plain text; where there is only HTML, its text. */
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly mediaType: string; readonly bytes: number }[];
}

interface Address {
  readonly name: string;
  readonly address?: string | undefined;
}

/** Reads a mail in its wire form (RFC 5322 with MIME). Broken parts come as text; nothing in it is loaded or run. */
export async function readMail(bytes: Buffer): Promise<ReadMail> {
  const mail = await PostalMime.parse(bytes);
  const date = Date.parse(mail.date ?? '');
  return {
    subject: mail.subject ?? '',
    from: mail.from === undefined ? '' : written(mail.from),
    to: (mail.to ?? []).map(written),
    date: Number.isNaN(date) ? null : date,
    text: (mail.text ?? textOfHtml(mail.html ?? '')).trim(),
    attachments: mail.attachments.map(({ filename, mimeType, content }) => ({
      name: filename ?? '',
      mediaType: mimeType,
      bytes: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength,
    })),
  };
}

function written({ name, address = '' }: Address): string {
  return name === '' ? address : `${name} <${address}>`;
}

/** For search and reading by models, not for display. */
function textOfHtml(html: string): string {
  return html
    .replace(/<(script|style)\b[^]*?<\/\1>/gi, '')
    .replace(/<br\s*\/?>|<\/(p|div|tr|li|h\d)>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(nbsp|amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? ' ');
}

const entities: Readonly<Record<string, string>> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
