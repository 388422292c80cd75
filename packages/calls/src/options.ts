import type { JsonWebKey } from 'node:crypto';
import type { ProcessOptions } from './process/process-options.ts';

/** Public keys of agents, by the origin that their card comes from: `https://agent.example.com`. */
export type AgentKeys = Readonly<Record<string, readonly JsonWebKey[]>>;

/** What calls may use of this machine; nothing by default. */
export interface CallOptions {
  /** Folders below which `file:` documents (OpenAPI, proto, AsyncAPI, scripts) may be read. */
  readonly folders?: readonly string[];
  /**
   * Command lines of MCP servers that may be started, as a call that wanted one shows them, with the names of the
   * variables it may be given before it: `TOKEN= npx server`. A `*` at the end of one stands for further arguments:
   * `npx @playwright/mcp *`.
   */
  readonly mcpServers?: readonly string[];
  /**
   * Keys that the cards of A2A agents must be signed with. A card from an origin that has keys and is signed with none of
   * them holds the call; cards from others are taken as they are, and it is said whether they are signed.
   */
  readonly agentKeys?: AgentKeys;
  /** What `run` may start. Scripts in JavaScript always may, in their sandbox. */
  readonly processes?: ProcessOptions;
}
