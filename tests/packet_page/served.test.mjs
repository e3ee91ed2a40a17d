// The page as a city serves it, over TLS, and the copy in a packet, with packets that Renkei made. Run by
// tests/packet/served_page_test.cpp, which has such a city: RENKEI_SERVED_PAGE is the page's address, RENKEI_SERVED_PACKETS
// a folder.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Browser } from './browser.mjs';

const address = process.env.RENKEI_SERVED_PAGE, folder = process.env.RENKEI_SERVED_PACKETS;
const facts = JSON.parse(readFileSync(join(folder, 'facts.json'), 'utf8'));

/** @type {Browser} */
let browser;
before(() => {
  browser = new Browser();
});
after(() => browser.close());

async function checked(t, where, packet) {
  const page = await browser.open();
  t.after(() => page.close());
  await page.send('Security.enable');
  await page.send('Security.setIgnoreCertificateErrors', { ignore: true });  // a city's first certificate is its own
  await page.visit(where);
  await page.until('document.documentElement.dataset.ready === "yes"');
  await page.choose(join(folder, packet));
  await page.until('document.querySelector("#result:not([hidden]) .verdict") !== null');
  assert.deepEqual(page.errors, []);
  const verdict = await page.evaluate('document.querySelector(".verdict").dataset.verdict');
  return { page, verdict, text: await page.evaluate('document.body.innerText') };
}

for (const packet of ['person.zip', 'auditor.zip']) {
  test(`The city's page calls its ${packet} genuine`, async (t) => {
    const { page, verdict, text } = await checked(t, address, packet);
    assert.ok(address.startsWith('https:'));
    assert.equal(verdict, 'genuine', text);
    const { number, rows, withheld } = facts[packet];
    for (const words of ['本物', number, `${rows} 件`, '丸亀市が署名した申告によれば、全部そろっています']) assert.ok(text.includes(words), words);
    assert.equal(text.includes(`${withheld} 番の記録`), withheld !== null, text);
    assert.deepEqual(page.requests.filter((url) => !url.startsWith('data:') && !url.startsWith('blob:')), [address]);
  });
}

test('The copy in a packet vouches for nothing', async (t) => {
  const { verdict, text } = await checked(t, `file://${join(folder, 'verify.html')}`, 'person.zip');
  assert.equal(verdict, 'internal', text);
  assert.ok(text.includes('この確認ページは、丸亀市のサイトから入手したものをお使いください。'));
});

test('The city\'s page refuses what was changed', async (t) => {
  const { verdict, text } = await checked(t, address, 'changed.zip');
  assert.equal(verdict, 'changed', text);
  assert.ok(text.includes('usage.csv'), text);
});
