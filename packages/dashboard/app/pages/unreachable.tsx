/** What stands there while the server does not answer. */
export function Unreachable({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <main className="sign-in">
      <h1>Baton</h1>
      <p role="alert">
        The server does not answer. Executions lose nothing by that: they go on once <code>baton serve</code> does.
      </p>
      <div className="orders">
        <button type="button" className="primary" onClick={onRetry}>
          Ask again
        </button>
      </div>
    </main>
  );
}
