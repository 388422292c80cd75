import type { Json } from '@batonhq/core';

/** Shorter texts are everywhere; hiding them would destroy what is shown. */
const shortestHidden = 6;

/** Lines of a secret of several lines, a key say, that are worth hiding on their own. */
const shortestLine = 16;

const crossedOut = '***';

/**
 * Crosses out texts, as they are and in the forms in which services repeat what they were sent: escaped for JSON, HTML
 * and addresses, in hexadecimal, and in base64 wherever it begins.
 */
export class Redactor {
  readonly #texts = new Set<string>();
  /** Longer ones first: what contains another one is crossed out as a whole. */
  #forms: readonly string[] = [];
  #hasNumbers = false;

  /** Adds something to what is crossed out. */
  hide(text: string): void {
    if (text.length < shortestHidden || this.#texts.has(text)) return;
    this.#texts.add(text);
    const lines = text.split(/\r?\n/).filter((line) => line.length >= shortestLine && !line.startsWith('-----'));
    const forms = new Set([...this.#forms, ...[text, ...lines].flatMap(formsOf)]);
    this.#forms = [...forms].toSorted((one, other) => other.length - one.length);
    this.#hasNumbers ||= /^[-+.\de]+$/i.test(text);
  }

  /** A copy of a value in which nothing hidden is left: not in texts, names of members, or numbers. */
  value(value: Json): Json {
    if (this.#forms.length === 0) return value;
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'number') return this.#hasNumbers ? this.#number(value) : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item: Json) => this.value(item));
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [this.text(name), this.value(member)]));
  }

  text(text: string): string {
    return this.#forms.reduce((shown, form) => shown.replaceAll(form, crossedOut), text);
  }

  bytes(bytes: Buffer): Buffer {
    if (this.#forms.length === 0) return bytes;
    return Buffer.from(this.text(bytes.toString('latin1')), 'latin1');
  }

  #number(value: number): Json {
    const text = String(value);
    return this.text(text) === text ? value : crossedOut;
  }
}

function formsOf(text: string): readonly string[] {
  const escaped = escapedForms(text);
  return [...escaped, ...escaped.flatMap((form) => encodedForms(Buffer.from(form)))];
}

/** The text with some of its letters written otherwise. */
function escapedForms(text: string): readonly string[] {
  const inJson = JSON.stringify(text).slice(1, -1);
  const inAddress = encodeURIComponent(text.toWellFormed());
  const inForm = new URLSearchParams({ x: text }).toString().slice(2);
  const once = [inAddress, inForm, inForm.replaceAll('+', '%20'), encodeURI(text.toWellFormed())];
  const inAddresses = [...once, ...once.map((form) => encodeURIComponent(form))];
  const lowerCase = (encoded: string): string => encoded.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const inHtml = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  const forms = [
    text,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    inHtml,
    ...inAddresses,
    ...inAddresses.map(lowerCase),
  ];
  return [...new Set(forms)];
}

function encodedForms(bytes: Buffer): readonly string[] {
  const hex = bytes.toString('hex');
  return [bytes.toString('latin1'), hex, hex.toUpperCase(), ...[0, 1, 2].flatMap((offset) => base64At(bytes, offset))];
}

/** What base64 of anything looks like that has these bytes `offset` bytes behind a multiple of three. */
function base64At(bytes: Buffer, offset: number): readonly string[] {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const core = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
}
