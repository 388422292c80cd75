import { crc32 } from 'node:zlib';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type CatalogEntry, type JsonObject, VersionTakenError } from '@batonhq/core';
import { newestVersion } from './newest-version.ts';
import { number, text, toColumn, type Row } from './rows.ts';
import { SqliteDamagedError } from './sqlite-damaged-error.ts';
import { Transaction } from './transaction.ts';

/** Published definitions: immutable, found by hash or by name. */
export class Catalog {
  readonly #transaction: Transaction;
  readonly #insert: StatementSync;
  readonly #byHash: StatementSync;
  readonly #byVersion: StatementSync;
  readonly #versions: StatementSync;
  readonly #count: StatementSync;

  constructor(database: DatabaseSync) {
    this.#transaction = new Transaction(database);
    this.#insert = database.prepare(
      'INSERT INTO definitions (namespace, name, version, hash, body, crc) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#byHash = database.prepare('SELECT * FROM definitions WHERE hash = ?');
    this.#byVersion = database.prepare('SELECT * FROM definitions WHERE namespace = ? AND name = ? AND version = ?');
    this.#versions = database.prepare('SELECT version FROM definitions WHERE namespace = ? AND name = ?');
    this.#count = database.prepare('SELECT count(*) AS entries FROM definitions');
  }

  /** How many entries there are. */
  get size(): number {
    return number(this.#count.get() ?? {}, 'entries');
  }

  /** True when the entry is new; durable when it returns. */
  publish({ namespace, name, version, hash, definition }: CatalogEntry): boolean {
    if (this.byHash(hash) !== null) return false;
    const names = [toColumn(namespace), toColumn(name), toColumn(version)] as const;
    if (this.#byVersion.get(...names) !== undefined) throw new VersionTakenError(`${namespace}/${name}:${version}`);
    const body = JSON.stringify(definition);
    this.#transaction.run(() => this.#insert.run(...names, toColumn(hash), body, crc32(`${hash}\n${body}`)));
    return true;
  }

  byHash(hash: string): CatalogEntry | null {
    return entryOf(this.#byHash.get(toColumn(hash)));
  }

  find(name: { readonly namespace: string; readonly name: string; readonly version?: string }): CatalogEntry | null {
    const names = [toColumn(name.namespace), toColumn(name.name)] as const;
    const wanted = name.version ?? 'latest';
    if (wanted !== 'latest') return entryOf(this.#byVersion.get(...names, toColumn(wanted)));
    const newest = newestVersion(this.#versions.all(...names).map((row) => text(row, 'version')));
    return newest === null ? null : entryOf(this.#byVersion.get(...names, toColumn(newest)));
  }
}

function entryOf(row: Row | undefined): CatalogEntry | null {
  if (row === undefined) return null;
  const [hash, body] = [text(row, 'hash'), text(row, 'body')];
  if (crc32(`${hash}\n${body}`) !== number(row, 'crc')) {
    throw new SqliteDamagedError(`the definition ${text(row, 'name')} is not what was published`);
  }
  const definition: JsonObject = JSON.parse(body);
  return {
    namespace: text(row, 'namespace'),
    name: text(row, 'name'),
    version: text(row, 'version'),
    hash,
    definition,
  };
}
