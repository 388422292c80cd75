/**
 * The pages of the dashboard, as a folder that the server answers with.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../pages', import.meta.url));

/**
 * The folder of the built pages; null in a workspace where they were not built (`npm run pages`).
 *
 * @example
 * const api = createApi(host, { ...(dashboardPages() !== null && { pages: dashboardPages() }) });
 */
export function dashboardPages(): string | null {
  return existsSync(built) ? built : null;
}

export { freshPages } from './fresh-pages.ts';
