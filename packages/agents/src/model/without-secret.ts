const crossedOut = '***';

/** Shorter texts are everywhere; hiding them would destroy what is shown. */
const shortestHidden = 6;

/**
 * `fetch` whose answers do not repeat a secret: a service that says which key it was given, in a refusal or in what its
 * model writes, would have it recorded. Streams go on as they come; only letters that a secret may begin with wait.
 *
 * @example
 * const careful = withoutSecret(fetch, apiKey);
 */
export function withoutSecret(send: typeof globalThis.fetch, secret: string): typeof globalThis.fetch {
  if (secret.length < shortestHidden) return send;
  return async (input, init) => {
    const response = await send(input, init);
    if (response.body === null) return response;
    const body = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(crossingOut(secret))
      .pipeThrough(new TextEncoderStream());
    const { status, statusText } = response;
    const headers = new Headers(response.headers);
    headers.delete('content-length');
    return new Response(body, { status, statusText, headers });
  };
}

function crossingOut(secret: string): TransformStream<string, string> {
  let waiting = '';
  return new TransformStream({
    transform(text, out) {
      const clean = (waiting + text).replaceAll(secret, crossedOut);
      const kept = beginningAtEnd(clean, secret);
      waiting = clean.slice(clean.length - kept);
      if (kept < clean.length) out.enqueue(clean.slice(0, clean.length - kept));
    },
    flush(out) {
      if (waiting !== '') out.enqueue(waiting);
    },
  });
}

/** How many of the last letters are the first ones of the secret. */
function beginningAtEnd(text: string, secret: string): number {
  for (let length = Math.min(secret.length - 1, text.length); length > 0; length -= 1)
    if (text.endsWith(secret.slice(0, length))) return length;
  return 0;
}
