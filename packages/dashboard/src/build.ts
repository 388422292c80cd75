/** `npm run pages`: builds the pages when what they are made of has changed. */
import { freshPages } from './fresh-pages.ts';

const pages = await freshPages();
process.stderr.write(pages === null ? 'nothing here builds pages\n' : `pages in ${pages}\n`);
