import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface EmptyProps {
  readonly icon?: IconName;
  readonly title: string;
  readonly children?: ReactNode;
}

/** What stands where a list would be: says why there is nothing, and how there could be something. */
export function Empty({ icon, title, children }: EmptyProps) {
  return (
    <div className="empty">
      {icon !== undefined && <Icon name={icon} />}
      <p className="title">{title}</p>
      {children}
    </div>
  );
}
