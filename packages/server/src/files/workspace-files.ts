import type { FoundFile } from '@batonhq/agents/workspace';

/** Files in the workspaces of tenants, as whoever hosts the API reaches them. */
export interface WorkspaceFiles {
  /** Members of a function's output that are paths of files it wrote, such as `path` or `pieces.path`. */
  membersOf(name: string): readonly string[];
  /** Opens a file of a tenant's workspace; whatever the path says, nothing outside of it. */
  open(tenant: string, path: string): Promise<FoundFile>;
}
