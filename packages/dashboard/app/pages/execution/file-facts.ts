import type { WrittenFile } from '../../client/files.ts';

/** How a file can be looked at here; null for what other programs open. */
export function showable({ mediaType, state }: WrittenFile): 'text' | 'image' | null {
  if (state !== 'there' && state !== 'changed') return null;
  if (mediaType.startsWith('image/')) return 'image';
  return /^(?:text\/|application\/(?:json|yaml)|message\/rfc822)/.test(mediaType) ? 'text' : null;
}

/** What there is to know about a file in a few words. */
export function fileFacts({ bytes, state, detail }: WrittenFile): string {
  const size = bytes === null ? [] : [sizeText(bytes)];
  const changed = state === 'changed' ? 'changed since it was written' : (detail ?? '');
  return [...size, ...(changed === '' ? [] : [changed])].join(' · ');
}

function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}
