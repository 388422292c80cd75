const text = (type: string): string => `${type}; charset=utf-8`;

const plain = text('text/plain');

/** What files are, by the ending of their names; what is written in them is not asked. */
const byEnding: Readonly<Record<string, string>> = {
  md: text('text/markdown'),
  txt: plain,
  log: plain,
  csv: text('text/csv'),
  html: text('text/html'),
  json: text('application/json'),
  yaml: text('application/yaml'),
  yml: text('application/yaml'),
  ics: text('text/calendar'),
  vcf: text('text/vcard'),
  eml: 'message/rfc822',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
  // Code is text: no server and no browser is to run it.
  js: plain,
  mjs: plain,
  ts: plain,
  py: plain,
};

/** The media type of a file. */
export function mediaType(path: string): string {
  const [, ending = ''] = /\.([^./]+)$/.exec(path) ?? [];
  const known = ending.toLowerCase();
  return Object.hasOwn(byEnding, known) ? (byEnding[known] ?? '') : 'application/octet-stream';
}
