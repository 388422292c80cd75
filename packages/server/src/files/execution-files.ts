import type { FoundFile } from '@batonhq/agents/workspace';
import { writtenFiles, type Journal, type Recorded, type WrittenFile } from '@batonhq/core';
import { allEvents } from '@batonhq/engine/parts';
import { mediaType } from './media-type.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

/** What an execution wrote, and what stands there now. */
export interface FileRow extends Omit<WrittenFile, 'isPast' | 'at'> {
  /** The execution that wrote it: this one, or the one it was branched off from. */
  readonly execution: string;
  readonly writtenAt: number;
  readonly mediaType: string;
  /** `changed`: somebody wrote, replaced or renamed it after this execution had written it. */
  readonly state: 'there' | 'changed' | Exclude<FoundFile['kind'], 'there'>;
  /** Why it cannot be had, or what is to be known about it. */
  readonly detail: string | null;
  readonly bytes: number | null;
  readonly touchedAt: number | null;
}

/** Files of one list: more than anybody looks at. */
const mostListed = 500;

/** Finds what executions wrote in workspaces: what their journals say, and nothing else. */
export class ExecutionFiles {
  readonly #journal: Pick<Journal, 'read' | 'definition'>;
  readonly #workspaces: WorkspaceFiles;

  constructor(journal: Pick<Journal, 'read' | 'definition'>, workspaces: WorkspaceFiles) {
    this.#journal = journal;
    this.#workspaces = workspaces;
  }

  /** The files, the last one that was written last; of very many the latest. */
  async list({ id, tenant }: { readonly id: string; readonly tenant: string }): Promise<readonly FileRow[]> {
    const { written, origin } = await this.#written(id);
    const rows: FileRow[] = [];
    for (const file of written.slice(-mostListed)) {
      const found = await this.#workspaces.open(tenant, file.path);
      if (found.kind === 'there') await found.close();
      rows.push(rowOf(file, { found, execution: file.isPast ? origin : id }));
    }
    return rows;
  }

  /** Opens a file that the execution wrote; null for any other. */
  async open(
    { id, tenant }: { readonly id: string; readonly tenant: string },
    path: string,
  ): Promise<FoundFile | null> {
    const { written } = await this.#written(id);
    return written.some((file) => file.path === path) ? this.#workspaces.open(tenant, path) : null;
  }

  async #written(id: string): Promise<{ readonly written: readonly WrittenFile[]; readonly origin: string }> {
    const events = await allEvents(this.#journal, id);
    const entries = await Promise.all(hashesIn(events).map((hash) => this.#journal.definition(hash)));
    const definitions = entries.flatMap((entry) => (entry === null ? [] : [entry.definition]));
    const membersOf = (name: string): readonly string[] => this.#workspaces.membersOf(name);
    return { written: writtenFiles(events, { membersOf, definitions }), origin: originOf(events) ?? id };
  }
}

/** Every definition that an execution went by, also before it was branched off. */
function hashesIn(events: readonly Recorded[]): readonly string[] {
  const hashes = events.flatMap(({ event }) => {
    if (event.kind === 'program.revised') return [event.definition.hash];
    return event.kind === 'execution.started' ? [event.definition.hash, ...hashesIn(event.past?.events ?? [])] : [];
  });
  return [...new Set(hashes)];
}

function originOf(events: readonly Recorded[]): string | undefined {
  const first = events[0]?.event;
  return first?.kind === 'execution.started' ? first.origin.branchedFrom?.execution : undefined;
}

function rowOf(
  { isPast: _, at, ...file }: WrittenFile,
  { found, execution }: { readonly found: FoundFile; readonly execution: string },
): FileRow {
  const touchedAt = found.kind === 'there' ? found.touchedAt : null;
  const isChanged = touchedAt !== null && touchedAt > at;
  return {
    ...file,
    execution,
    writtenAt: at,
    mediaType: mediaType(file.path),
    state: isChanged ? 'changed' : found.kind,
    detail: isChanged ? 'it was changed after this execution wrote it' : detailOf(found),
    bytes: found.kind === 'there' || found.kind === 'large' ? found.bytes : null,
    touchedAt,
  };
}

/** What keeps somebody from having a file; null when nothing does. */
export function detailOf(found: FoundFile): string | null {
  switch (found.kind) {
    case 'there':
      return null;
    case 'gone':
      return 'it is no longer in the workspace';
    case 'large':
      return `it has ${found.bytes} bytes, and at most ${found.most} are given out: look at it in the workspace`;
    case 'refused':
      return found.why;
  }
}
