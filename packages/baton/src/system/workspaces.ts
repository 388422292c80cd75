import type { ToolDefinition, Writer } from '@batonhq/agents';
import { fault, FaultError } from '@batonhq/core';
import type { SystemOptions } from './options.ts';
import { openWorkspace, type OfferedWorkspace } from './offered-workspace.ts';

const home = 'local';

/**
 * The workspaces of a system, one a tenant at most: what an execution reads and writes is the folder of whoever's execution
 * it is, and of nobody else. A tenant without one has the functions, and they fault.
 */
export class Workspaces {
  readonly #byTenant: ReadonlyMap<string, OfferedWorkspace>;
  /** The functions of a workspace, each in the folder of the tenant that calls it. */
  readonly tools: readonly ToolDefinition[];

  private constructor(byTenant: ReadonlyMap<string, OfferedWorkspace>) {
    this.#byTenant = byTenant;
    const [any] = byTenant.values();
    this.tools = (any?.tools ?? []).map((tool) => this.#dispatching(tool));
  }

  /** Opens folders: that of the tenant `local`, and those of others by their names. Texts for people are the writer's. */
  static async open(
    { workspace: own, workspaces: others = {} }: Pick<SystemOptions, 'workspace' | 'workspaces'>,
    writer: Writer | null,
  ): Promise<Workspaces> {
    const folders = [...(own === undefined ? [] : [[home, own] as const]), ...Object.entries(others)];
    const opened = folders.map(async ([tenant, folder]) => [tenant, await openWorkspace(folder, writer)] as const);
    return new Workspaces(new Map(await Promise.all(opened)));
  }

  of(tenant = home): OfferedWorkspace | null {
    return this.#byTenant.get(tenant) ?? null;
  }

  /** Whether a function is one of a workspace, so that only tenants who have one can use it. */
  has({ name }: { readonly name: string }): boolean {
    return this.tools.some((tool) => tool.name === name);
  }

  #dispatching(tool: ToolDefinition): ToolDefinition {
    return {
      ...tool,
      run: (context, input) => {
        const own = this.of(context.tenant)?.tools.find(({ name }) => name === tool.name);
        if (own?.run !== undefined) return own.run(context, input);
        throw new FaultError(fault('configuration', `the tenant ${context.tenant} has no workspace here`));
      },
    };
  }
}
