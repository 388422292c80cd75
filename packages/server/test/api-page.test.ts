/** The page about the API says everything that the description does, without scripts and without anything from elsewhere. */
import { expect, it } from 'vitest';
import { markup, text } from '../src/pages/markup.ts';
import { shapeOf } from '../src/pages/shape-text.ts';
import { startServer } from './support.ts';

it('names every route, who may use it, and loads nothing that its policy forbids', async () => {
  await using server = await startServer();
  const answer = await server.call('/api/docs');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  const html = await answer.text();
  for (const { method, path, needs } of server.api.routes) {
    const anchor = `${method.toUpperCase()}${path}`.replaceAll(/[^A-Za-z0-9]+/g, '-');
    const article = html.slice(html.indexOf(`<article id="${anchor}"`));
    expect(article.slice(0, article.indexOf('</article>'))).toContain(
      needs === 'anyone' ? 'Takes no key.' : `<b>${needs.join(' ')}</b>`,
    );
  }
  expect(html).not.toMatch(/<script|\sstyle=|\son\w+=|https?:\/\//);
  const loaded = [...html.matchAll(/(?:src|<link[^>]* href)="([^"]+)"/g)].map(([, address]) => address ?? '');
  expect(loaded).toEqual(['/api/docs/style.css']);
  const style = await server.call('/api/docs/style.css');
  expect(style.headers.get('content-type')).toContain('text/css');
  expect(await style.text()).not.toMatch(/url\(|@import/);
});

it('shows shapes as programmers read them, and what is put into a page as text', () => {
  const schema = {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'string' },
      tags: { type: 'array', items: { enum: ['a', 'b'] } },
      next: { $ref: '#/x/Next' },
    },
  };
  expect(shapeOf(schema, { Next: { anyOf: [{ type: 'integer' }, { type: 'null' }] } })).toBe(
    '{\n  id: string\n  tags?: ["a" | "b"]\n  next?: integer | null\n}',
  );
  expect(text(markup`<p title="${'" onload="x'}">${'<script>'}${[markup`<b>${'&'}</b>`]}</p>`)).toBe(
    '<p title="&quot; onload=&quot;x">&lt;script&gt;<b>&amp;</b></p>',
  );
});
