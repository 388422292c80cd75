/** What a client sent to the scripted model: the parts of a chat completion request that scripts look at. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly {
    readonly role: string;
    readonly content?: unknown;
    readonly tool_calls?: readonly unknown[];
    readonly tool_call_id?: string;
  }[];
  readonly tools?: readonly { readonly function: { readonly name: string; readonly parameters?: unknown } }[];
  readonly response_format?: unknown;
  readonly max_tokens?: number;
}

/** What the scripted model says to one request. */
export interface ScriptedReply {
  readonly text?: string;
  /** Tool calls; `arguments` may be text that is no JSON. */
  readonly calls?: readonly { readonly id?: string; readonly name: string; readonly arguments: object | string }[];
  readonly finish?: 'stop' | 'length' | 'tool_calls' | 'content_filter';
  /** Tokens it claims to have read and written; `null` leaves them out, as some servers do. */
  readonly usage?: { readonly input: number; readonly output: number } | null;
  /** Milliseconds before the first word. */
  readonly delay?: number;
  /** The connection breaks after so many chunks. */
  readonly cutAfter?: number;
  /** After so many chunks nothing more comes, and the connection stays. */
  readonly hangAfter?: number;
  /** An HTTP error instead of an answer. */
  readonly refuse?: { readonly status: number; readonly message?: string; readonly retryAfter?: string };
  /** Bytes that are no event stream, instead of an answer. */
  readonly garbage?: string;
}

/** Decides what to say; `turn` counts the requests of this server from 0. */
export type Script = (request: ChatRequest, turn: number) => ScriptedReply | Promise<ScriptedReply>;
