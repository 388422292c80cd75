import { useState } from 'react';

/** A search that somebody gave a name. */
export interface SavedView {
  readonly name: string;
  /** The part of the address behind `?`. */
  readonly search: string;
}

const place = 'views';

/** The views of this browser, and keeping and forgetting them. */
export function useViews() {
  const [views, setViews] = useState(kept);
  const keep = (next: readonly SavedView[]): void => {
    localStorage.setItem(place, JSON.stringify(next));
    setViews(next);
  };
  return {
    views,
    save: (view: SavedView) => keep([...views.filter(({ name }) => name !== view.name), view]),
    forget: (name: string) => keep(views.filter((view) => view.name !== name)),
  };
}

/** What else has been written there is no view. */
function kept(): readonly SavedView[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(place) ?? '[]');
    return Array.isArray(value) ? value.filter(isView) : [];
  } catch {
    return [];
  }
}

function isView(value: unknown): value is SavedView {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('search' in value)) return false;
  return typeof value.name === 'string' && typeof value.search === 'string';
}
