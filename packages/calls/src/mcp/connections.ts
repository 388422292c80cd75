import { Connection, type Opening } from './connection.ts';
import { connectionKey } from './server-description.ts';

/** Milliseconds after which a connection that nobody uses is closed; a server started for it ends. */
const longestIdle = 60_000;
const mostKept = 32;

/**
 * Connections that are kept between the calls of an execution: servers such as a browser hold state that the next call
 * continues from. Executions never share one.
 *
 * Invariants: a connection in use is not closed for being idle; one whose other side is gone is never handed out.
 */
export class Connections {
  readonly #kept = new Map<string, Promise<Connection>>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  /** Uses a connection to the server of a call, opening one when there is none. */
  async use<T>(opening: Opening, work: (connection: Connection) => Promise<T>): Promise<T> {
    const { server, client, call } = opening;
    const key = connectionKey(server, { execution: call.execution, client });
    const connection = await this.#connection(key, opening);
    connection.use(call);
    connection.users += 1;
    try {
      return await work(connection);
    } finally {
      connection.users -= 1;
      this.#rest(key, connection);
    }
  }

  /** Forgets the connection of a call, because the other side no longer knows it. */
  async drop({ server, client, call }: Opening): Promise<void> {
    await this.#end(connectionKey(server, { execution: call.execution, client }));
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    await Promise.all([...this.#kept.keys()].map(async (key) => this.#end(key)));
  }

  async #connection(key: string, opening: Opening): Promise<Connection> {
    clearTimeout(this.#timers.get(key));
    const kept = await this.#kept.get(key);
    if (kept !== undefined && !kept.isClosed) return kept;
    const opened = Connection.open(opening);
    this.#kept.set(key, opened);
    opened.catch(() => {
      if (this.#kept.get(key) === opened) this.#kept.delete(key);
    });
    return opened;
  }

  #rest(key: string, connection: Connection): void {
    if (connection.users > 0) return;
    if (connection.isClosed) void this.#end(key);
    else this.#timers.set(key, setTimeout(() => void this.#end(key), longestIdle).unref());
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined && oldest !== key) void this.#endIdle(oldest);
  }

  async #endIdle(key: string): Promise<void> {
    const connection = await this.#kept.get(key)?.catch(() => undefined);
    if (connection?.users === 0) await this.#end(key);
  }

  async #end(key: string): Promise<void> {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    const connection = await kept?.catch(() => undefined);
    await connection?.close();
  }
}
