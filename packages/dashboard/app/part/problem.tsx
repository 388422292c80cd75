import { visible } from './value.tsx';

/** What went wrong, told at once to those who listen instead of look. Nothing when nothing did. */
export function Problem({ error }: { readonly error: Error | null }) {
  if (error === null) return null;
  return (
    <p role="alert" className="problem" dir="auto">
      {visible(error.message)}
    </p>
  );
}
