import type { ToolDefinition } from '@batonhq/agents';
import type { FoundFile } from '@batonhq/agents/workspace';
import type { WorkspaceFiles } from '@batonhq/server';
import type { Workspaces } from './workspaces.ts';

/** What functions of a system write into workspaces, and where that lies. */
export class SystemFiles implements WorkspaceFiles {
  readonly #workspaces: Workspaces;
  readonly #members = new Map<string, readonly string[]>();

  constructor(workspaces: Workspaces) {
    this.#workspaces = workspaces;
  }

  /** Hears what a function says of the files it writes; the same name again replaces it. */
  add({ name, files = [] }: Pick<ToolDefinition, 'name' | 'files'>): void {
    this.#members.set(name, files);
  }

  membersOf(name: string): readonly string[] {
    return this.#members.get(name) ?? [];
  }

  async open(tenant: string, path: string): Promise<FoundFile> {
    const workspace = this.#workspaces.of(tenant);
    return workspace?.open(path) ?? { kind: 'refused', why: 'no workspace is open here now: serve with --workspace' };
  }
}
