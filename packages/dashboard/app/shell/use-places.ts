import { useMay } from '../part/use-may.ts';
import { places, type Place } from './places.ts';

/** The pages that are there for whoever is signed in. */
export function usePlaces(): readonly Place[] {
  const may = useMay();
  return places.filter(({ needs }) => may(needs));
}
