import { visible } from './value.tsx';

/** A text that others wrote: as text, in its own direction, with everything spelled out that would hide or reorder. */
export function Text({ of }: { readonly of: string }) {
  return <bdi>{visible(of)}</bdi>;
}
