import { isSameOrigin } from '../guard/same-origin.ts';
import { RefusalError } from './refusal.ts';

/**
 * A page of somebody else may send some requests without asking first, and the browser adds its cookies.
 *
 * @throws {RefusalError} 403 when the browser says that one did.
 */
export function fromOurPages(request: Request): void {
  if (!isSameOrigin(request)) throw new RefusalError(403, 'a page of another origin sent this');
}
