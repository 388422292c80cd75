/**
 * Text from data, made safe to print: a terminal obeys what it is sent, so escape sequences, control letters and
 * letters that reverse the reading direction of their neighbours never reach it (T20 of the threat list).
 */
// oxlint-disable-next-line no-control-regex -- finding control letters is the purpose
const sequences = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[ -/]*[0-~])/g;
// oxlint-disable-next-line no-control-regex -- finding control letters is the purpose
const unsafe = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069\uFEFF]/g;

/** One line of text: line breaks become spaces. */
export function plainLine(text: string): string {
  return text
    .replace(sequences, '')
    .replace(/[\t\r\n]+/g, ' ')
    .replace(unsafe, '');
}

/** Text of several lines, which stay. */
export function plainText(text: string): string {
  return text.replace(sequences, '').replace(unsafe, (letter) => (letter === '\n' ? letter : ''));
}

/** JSON in which every unsafe letter is written as an escape, which keeps its value. */
export function plainJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, null, indent) ?? 'null';
  return json.replace(unsafe, (letter) =>
    letter === '\n' ? letter : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
