import { crc32 } from 'node:zlib';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  newestVersion,
  VersionTakenError,
  type CatalogEntry,
  type JsonObject,
  type PublishedName,
} from '@batonhq/core';
import { number, text, toColumn, type Row } from './rows.ts';
import { catalogSize } from './schema.ts';
import { SqliteDamagedError } from './sqlite-damaged-error.ts';
import { Transaction } from './transaction.ts';

/**
 * Definitions: immutable, found by hash, and by name once their version is published. An execution needs only the hash,
 * so what was never published can be edited and started again without a version of its own.
 */
export class Catalog {
  readonly #transaction: Transaction;
  readonly #insert: StatementSync;
  readonly #claim: StatementSync;
  readonly #byHash: StatementSync;
  readonly #byVersion: StatementSync;
  readonly #versions: StatementSync;
  readonly #published: StatementSync;
  readonly #count: StatementSync;

  constructor(database: DatabaseSync) {
    this.#transaction = new Transaction(database);
    this.#insert = database.prepare(
      'INSERT INTO definitions (namespace, name, version, hash, body, crc, published) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#claim = database.prepare('UPDATE definitions SET published = 1 WHERE hash = ?');
    this.#byHash = database.prepare('SELECT * FROM definitions WHERE hash = ?');
    this.#byVersion = database.prepare(
      'SELECT * FROM definitions WHERE namespace = ? AND name = ? AND version = ? AND published = 1',
    );
    this.#versions = database.prepare(
      'SELECT version FROM definitions WHERE namespace = ? AND name = ? AND published = 1',
    );
    this.#published = database.prepare('SELECT namespace, name, version, hash FROM definitions WHERE published = 1');
    this.#count = database.prepare(`SELECT ${catalogSize} AS size`);
  }

  /** How many entries there are, published ones counted twice: keeping and publishing both add one. */
  get size(): number {
    return number(this.#count.get() ?? {}, 'size');
  }

  /** Keeps an entry under its hash; says by how much the catalog grew. Durable when it returns. */
  keep(entry: CatalogEntry): number {
    if (this.byHash(entry.hash) !== null) return 0;
    this.#transaction.run(() => this.#add(entry, 0));
    return 1;
  }

  /** Keeps an entry and claims its version; says by how much the catalog grew. Durable when it returns. */
  publish(entry: CatalogEntry): number {
    const { namespace, name, version, hash } = entry;
    const known = this.#byHash.get(toColumn(hash));
    if (known !== undefined && number(known, 'published') === 1) return 0;
    if (this.#byVersion.get(toColumn(namespace), toColumn(name), toColumn(version)) !== undefined)
      throw new VersionTakenError(`${namespace}/${name}:${version}`);
    this.#transaction.run(() => {
      if (known === undefined) this.#add(entry, 1);
      else this.#claim.run(toColumn(hash));
    });
    return known === undefined ? 2 : 1;
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

  published(): readonly PublishedName[] {
    return this.#published.all().map((row) => ({
      namespace: text(row, 'namespace'),
      name: text(row, 'name'),
      version: text(row, 'version'),
      hash: text(row, 'hash'),
    }));
  }

  #add({ namespace, name, version, hash, definition }: CatalogEntry, published: 0 | 1): void {
    const body = JSON.stringify(definition);
    const names = [namespace, name, version, hash].map(toColumn);
    this.#insert.run(...names, body, crc32(`${hash}\n${body}`), published);
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
