import { useMay } from '../../part/use-may.ts';

/** Whether whoever is signed in may order executions about: others are offered no orders. */
export function useMaySteer(): boolean {
  return useMay()('POST /api/orchestrate/{id}/pause');
}
