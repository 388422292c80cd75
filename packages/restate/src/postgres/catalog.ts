import { newestVersion, VersionTakenError, type CatalogEntry, type PublishedName } from '@batonhq/core';
import { toColumn } from './column-text.ts';
import type { Database, Statement } from './database.ts';
import { failureOf } from './postgres-failure.ts';
import { jsonObject, text, type Row } from './rows.ts';

const insert: Statement = {
  name: 'baton-keep',
  text: `INSERT INTO definitions (hash, namespace, name, version, body, published)
    VALUES ($1, $2, $3, $4, $5::text::json, false) ON CONFLICT DO NOTHING`,
};
const claim: Statement = {
  name: 'baton-publish',
  text: 'UPDATE definitions SET published = true WHERE hash = $1',
};
const byHash: Statement = { name: 'baton-definition', text: 'SELECT * FROM definitions WHERE hash = $1' };
const byVersion: Statement = {
  name: 'baton-definition-version',
  text: 'SELECT * FROM definitions WHERE namespace = $1 AND name = $2 AND version = $3 AND published',
};
const versions: Statement = {
  name: 'baton-versions',
  text: 'SELECT version FROM definitions WHERE namespace = $1 AND name = $2 AND published',
};

const published: Statement = {
  name: 'baton-published',
  text: 'SELECT namespace, name, version, hash FROM definitions WHERE published',
};

/** Definitions: immutable, found by hash, and by name once their version is published. */
export class Catalog {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async keep({ namespace, name, version, hash, definition }: CatalogEntry): Promise<void> {
    const columns = [hash, namespace, name, version].map(toColumn);
    await this.#database.write(insert, [...columns, JSON.stringify(definition)]);
  }

  /** Two processes that claim one version at the same time: the unique index decides. */
  async publish(entry: CatalogEntry): Promise<void> {
    const { namespace, name, version, hash } = entry;
    const taken = await this.find({ namespace, name, version });
    if (taken?.hash === hash) return;
    if (taken !== null) throw new VersionTakenError(`${namespace}/${name}:${version}`);
    await this.keep(entry);
    try {
      await this.#database.write(claim, [toColumn(hash)]);
    } catch (error) {
      if (failureOf(error).kind !== 'contradiction') throw error;
      throw new VersionTakenError(`${namespace}/${name}:${version}`);
    }
  }

  async byHash(hash: string): Promise<CatalogEntry | null> {
    return this.#one(byHash, [hash]);
  }

  async published(): Promise<readonly PublishedName[]> {
    const rows = await this.#database.read(published, []);
    return rows.map((row) => ({
      namespace: text(row, 'namespace'),
      name: text(row, 'name'),
      version: text(row, 'version'),
      hash: text(row, 'hash'),
    }));
  }

  async find(wanted: {
    readonly namespace: string;
    readonly name: string;
    readonly version?: string;
  }): Promise<CatalogEntry | null> {
    const names = [wanted.namespace, wanted.name];
    if (wanted.version !== undefined && wanted.version !== 'latest')
      return this.#one(byVersion, [...names, wanted.version]);
    const rows = await this.#database.read(versions, names.map(toColumn));
    const newest = newestVersion(rows.map((row) => text(row, 'version')));
    return newest === null ? null : this.#one(byVersion, [...names, newest]);
  }

  async #one(statement: Statement, names: readonly string[]): Promise<CatalogEntry | null> {
    const [row] = await this.#database.read(statement, names.map(toColumn));
    return row === undefined ? null : entryOf(row);
  }
}

function entryOf(row: Row): CatalogEntry {
  return {
    namespace: text(row, 'namespace'),
    name: text(row, 'name'),
    version: text(row, 'version'),
    hash: text(row, 'hash'),
    definition: jsonObject(row, 'body'),
  };
}
