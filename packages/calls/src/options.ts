import type { ProcessOptions } from './process/process-options.ts';

/** What calls may use of this machine; nothing by default. */
export interface CallOptions {
  /** Folders below which `file:` documents (OpenAPI, proto, AsyncAPI, scripts) may be read. */
  readonly folders?: readonly string[];
  /**
   * Command lines of MCP servers that may be started, as a call that wanted one shows them. A `*` at the end of one
   * stands for further arguments: `npx @playwright/mcp *`.
   */
  readonly mcpServers?: readonly string[];
  /** What `run` may start. Scripts in JavaScript always may, in their sandbox. */
  readonly processes?: ProcessOptions;
}
