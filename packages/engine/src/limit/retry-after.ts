/**
 * The instant that a `Retry-After` means (RFC 9110), in milliseconds since 1970: seconds from now, or an HTTP date,
 * which is read by the clock of whoever sent it when the answer says what that clock showed (`date`). Undefined for
 * anything else.
 */
export function retryAfterOf(headers: Readonly<Record<string, string | undefined>>, now: number): number | undefined {
  const wanted = headers['retry-after']?.trim();
  if (wanted === undefined || wanted === '') return undefined;
  if (/^\d+$/.test(wanted)) return now + Number(wanted) * 1_000;
  const until = Date.parse(wanted);
  if (Number.isNaN(until) || !/\d{4}/.test(wanted)) return undefined;
  const sent = Date.parse(headers['date'] ?? '');
  return Number.isNaN(sent) ? until : now + Math.max(0, until - sent);
}
