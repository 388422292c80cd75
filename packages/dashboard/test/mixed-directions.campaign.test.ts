/** Hebrew in a page that is laid out from left to right, and cut for want of room: what is seen of it is its beginning. */
import { expect, it } from 'vitest';
import { enter, openDashboard } from './browser.ts';

const told =
  'נכשל: השירות לא ענה בזמן, ולכן לא נרשם דבר. <script>alert(1)</script> Service Unavailable, try again later';

/** Whether the first letter of a text is within the box that cuts it, and the text is longer than the box. */
const looked = `(selector) => {
  const box = document.querySelector(selector);
  const text = document.createTreeWalker(box, NodeFilter.SHOW_TEXT).nextNode();
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(text, 1);
  const letter = range.getBoundingClientRect();
  const edge = box.getBoundingClientRect();
  range.selectNodeContents(box);
  const cutters = [box, ...box.querySelectorAll('bdi')];
  return {
    begins: letter.left >= edge.left - 1 && letter.right <= edge.right + 1,
    isCut: cutters.some((one) => one.scrollWidth > one.clientWidth),
  };
}`;

it('lists, graphs and names of tasks show the beginning of a text of the other direction', async () => {
  await using dashboard = await openDashboard();
  const { engine } = dashboard;
  const task = 'לבדוק את כל החשבוניות של הספקים מהחודש שעבר לפני התשלום';
  const id = await engine.start({
    definition: {
      document: { dsl: '1.0.3', namespace: 'books', name: 'failing', version: '1.0.0' },
      do: [{ [task]: { raise: { error: { type: 'https://shop.example/late', status: 500, title: told } } } }],
    },
  });
  await engine.result(id);
  const page = await dashboard.open({ width: 390 });
  await enter(page.context(), dashboard);
  await page.goto(dashboard.url);
  await page.locator('.list .what .problem').waitFor();
  expect(await page.evaluate(`(${looked})('.list .what small')`)).toEqual({ begins: true, isCut: true });
  await page.goto(`${dashboard.url}/executions/${id}`);
  await page.locator('.node-name').waitFor();
  expect(await page.evaluate(`(${looked})('.node-name')`)).toEqual({ begins: true, isCut: true });
});
