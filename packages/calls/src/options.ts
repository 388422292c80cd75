/** What calls may use of this machine; nothing by default. */
export interface CallOptions {
  /** Folders below which `file:` documents (OpenAPI, proto, AsyncAPI, scripts) may be read. */
  readonly files?: readonly string[];
}
