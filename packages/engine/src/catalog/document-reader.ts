import { readFile, realpath } from 'node:fs/promises';
import { relative, isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isJsonObject, readDocument, type Json, type JsonObject } from '@batonhq/core';
import type { EgressClient } from '../egress/egress-client.ts';
import { Redactor } from '../perform/redactor.ts';
import type { Secrets } from '../perform/secrets.ts';
import { UnreadableDocumentError } from './unreadable-document-error.ts';
import type { DocumentWish, ReadDocument } from './freeze.ts';

/** What reading documents needs. */
export interface DocumentReaderHost {
  readonly egress: Pick<EgressClient, 'send'>;
  readonly secrets: Secrets;
  /** Folders that `file:` addresses may lead into. */
  readonly folders: readonly string[];
}

/** Milliseconds that fetching one document may take. */
const patience = 30_000;

/** Reads documents of definitions over HTTP, by the rules of egress, and from folders that were allowed. */
export function documentReader(host: DocumentReaderHost): ReadDocument {
  return async (wish, definition) => {
    const { protocol } = new URL(wish.uri);
    if (protocol === 'file:') return parsed(await fileText(wish.uri, host.folders));
    if (protocol === 'http:' || protocol === 'https:') {
      const redactor = new Redactor();
      const text = await httpText(wish, { ...host, definition, redactor });
      return redactor.value(parsed(text, (message) => redactor.text(message)));
    }
    throw new UnreadableDocumentError(`"${protocol}" is not supported; expected http, https or file`);
  };
}

async function fileText(uri: string, folders: readonly string[]): Promise<string> {
  const wanted = fileURLToPath(uri);
  const path = await realpath(wanted).catch(() => {
    throw new UnreadableDocumentError(`the file ${wanted} does not exist`);
  });
  for (const folder of folders)
    if (isInside(path, await realpath(folder).catch(() => folder))) return readFile(path, 'utf8');
  throw new UnreadableDocumentError('it is not in a folder that definitions may read; allow the folder');
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

/** A request for a document; what it proves itself with must not come back in it. */
interface Asking extends DocumentReaderHost {
  readonly definition: JsonObject;
  readonly redactor: Redactor;
}

async function httpText({ uri, authentication }: DocumentWish, asking: Asking): Promise<string> {
  const { egress } = asking;
  const authorization = authentication === undefined ? {} : { authorization: authorize(authentication, asking) };
  const response = await egress.send({
    method: 'GET',
    url: new URL(uri),
    headers: { accept: 'application/yaml, application/json, text/plain;q=0.9, */*;q=0.1', ...authorization },
    follow: true,
    signal: AbortSignal.timeout(patience),
  });
  if (response.status !== 200) throw new UnreadableDocumentError(`the answer was ${response.status}`);
  return response.body.toString('utf8');
}

/** Basic and bearer policies, written there or named in `use.authentications`, with values or in a secret. */
function authorize(given: Json, { definition, secrets, redactor }: Asking): string {
  const policy = policyOf(given, definition);
  const [kind, written] = Object.entries(isJsonObject(policy) ? policy : {})[0] ?? [];
  const values = isJsonObject(written) && typeof written['use'] === 'string' ? secrets(written['use']) : written;
  if (isJsonObject(values)) {
    const { username, password, token } = values;
    for (const value of [password, token]) if (typeof value === 'string') redactor.hide(value);
    if (kind === 'basic') return `Basic ${Buffer.from(`${textOf(username)}:${textOf(password)}`).toString('base64')}`;
    if (kind === 'bearer') return `Bearer ${textOf(token)}`;
  }
  throw new UnreadableDocumentError(
    `documents are asked for with basic or bearer authentication, from values or a secret; this is ${kind ?? 'neither'}`,
  );
}

function policyOf(given: Json, definition: JsonObject): Json | undefined {
  if (!isJsonObject(given) || typeof given['use'] !== 'string') return given;
  const use = definition['use'];
  const policies = isJsonObject(use) ? use['authentications'] : undefined;
  return isJsonObject(policies) ? policies[given['use']] : undefined;
}

function textOf(value: Json | undefined): string {
  if (typeof value === 'string' && !value.includes('${')) return value;
  throw new UnreadableDocumentError(
    'its authentication has no fixed text; put the values into a secret: { use: name }',
  );
}

function parsed(text: string, shown = (message: string): string => message): Json {
  const { value, diagnostics } = readDocument(text);
  if (value !== undefined) return value;
  throw new UnreadableDocumentError(
    shown(diagnostics.map(({ line, message }) => `line ${line}: ${message}`).join('; ')),
  );
}
