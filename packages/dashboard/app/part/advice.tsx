import { Link } from 'wouter';
import { Text } from './text.tsx';

/** Advice with commands between backticks: each as a command, or as the page that shows the same. */
export function Advice({ of }: { readonly of: string }) {
  return of.split('`').map((part, index) => {
    // Parts outside of the marks and inside of them come in turn; they never change places.
    const key = `${index} ${part}`;
    if (index % 2 === 0) return <Text key={key} of={part} />;
    const [, phase] = /^baton list --phase (\w+)$/.exec(part) ?? [];
    if (phase === undefined) return <code key={key}>{part}</code>;
    return (
      <Link key={key} href={`/?phase=${phase}`}>
        {phase} executions
      </Link>
    );
  });
}
