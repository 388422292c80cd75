import { useSyncExternalStore } from 'react';

/** What somebody chose for this browser: it is kept here, the server need not know. */
const choices = {
  theme: ['system', 'light', 'dark'],
  direction: ['ltr', 'rtl'],
  density: ['comfortable', 'compact'],
} as const;

export type PreferenceName = keyof typeof choices;

const heard = new Set<() => void>();

/** What can be chosen. */
export function choicesOf(name: PreferenceName): readonly string[] {
  return choices[name];
}

/** What is chosen: the first of the choices unless somebody said otherwise. */
export function preferenceOf(name: PreferenceName): string {
  const kept = localStorage.getItem(name);
  return choicesOf(name).find((choice) => choice === kept) ?? choices[name][0];
}

/** Keeps a choice and shows it at once. */
export function prefer(name: PreferenceName, choice: string): void {
  localStorage.setItem(name, choice);
  applyPreferences();
  for (const hear of heard) hear();
}

/** A choice, followed: whoever shows it is drawn again when it changes. */
export function usePreference(name: PreferenceName): string {
  return useSyncExternalStore(subscribe, () => preferenceOf(name));
}

/** Writes the choices where the style sheet looks for them. */
export function applyPreferences(): void {
  const { dataset } = document.documentElement;
  dataset['theme'] = preferenceOf('theme');
  dataset['density'] = preferenceOf('density');
  document.documentElement.dir = preferenceOf('direction');
}

function subscribe(hear: () => void): () => void {
  heard.add(hear);
  return () => heard.delete(hear);
}
