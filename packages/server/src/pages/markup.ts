/** HTML whose every part is markup of ours, or text that was escaped. */
export interface Markup {
  readonly html: string;
}

type Part = string | Markup | readonly Markup[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML from a template: what is put in is escaped, unless it is markup itself. */
export function markup(parts: TemplateStringsArray, ...values: readonly Part[]): Markup {
  const html = parts.map((part, index) => part + (index < values.length ? htmlOf(values[index] ?? '') : ''));
  return { html: html.join('') };
}

/** The HTML as text. */
export function text({ html }: Markup): string {
  return html;
}

function htmlOf(part: Part): string {
  if (typeof part === 'string') return part.replaceAll(/[&<>"']/g, (mark) => escapes[mark] ?? mark);
  return 'html' in part ? part.html : part.map(({ html }) => html).join('');
}
