import { createClient } from '@batonhq/server/client';

/**
 * The API of the server that served this page, typed by its own description. The browser sends the cookie of the session
 * by itself.
 */
export const api = createClient({ url: '' });
