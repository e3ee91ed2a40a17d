// The joined page in headless Chromium: what a person sees, from the city's server and from a copy in a packet.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Browser } from './browser.mjs';

const folder = process.env.RENKEI_MADE_PACKETS, pageFile = process.env.RENKEI_VERIFY_PAGE, kept = process.env.RENKEI_KEPT_PACKET;
const made = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));
const html = readFileSync(pageFile, 'utf8');
const COPY = `file://${pageFile}`, FORGED = `file://${join(folder, 'page-of-forged.html')}`;
const LOOK = join(folder, 'screenshots');
const KEYS = { '/mirror': made.mirror_policy, '/kept': readFileSync(join(kept, 'policy.txt'), 'utf8') };
const GENUINE = '本物', INTERNAL = '内部の確認のみ', ELSEWHERE = 'この確認ページは、丸亀市のサイトから入手したものをお使いください。';

/** @type {Browser} */
let browser;
let server, city, asked = [];

before(async () => {
  mkdirSync(LOOK, { recursive: true });
  browser = new Browser();
  server = createServer((request, response) => {
    asked.push(request.url);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(html.replace('id="city-keys">', `id="city-keys">${KEYS[request.url] ?? made.policy}`));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  city = `http://127.0.0.1:${server.address().port}/verify`;
});

after(async () => {
  await browser.close();
  server.close();
});

async function opened(address, script = null) {
  const page = await browser.open();
  if (script !== null) await page.before(script);
  await page.visit(address);
  if (script === null) await page.until('document.documentElement.dataset.ready === "yes"');
  return page;
}

const text = (page) => page.evaluate('document.body.innerText');
const verdict = (page) => page.evaluate('document.querySelector(".verdict").dataset.verdict');

async function check(page, name, from = folder) {
  await page.choose(join(from, `${name}.zip`));
  await page.until('document.querySelector("#result:not([hidden]) .verdict") !== null');
  return verdict(page);
}

async function checked(address, name, t) {
  const page = await opened(address);
  t.after(() => page.close());
  await check(page, name);
  assert.deepEqual(page.errors, []);
  return page;
}

test('The city\'s page calls a good packet genuine, in the words of the format', async (t) => {
  const page = await checked(city, 'good', t);
  const seen = await text(page);
  assert.equal(await verdict(page), 'genuine');
  for (const words of [GENUINE, '欠けや書き換えは見つかりませんでした', '改ざんの形跡は見つかりませんでした', '丸亀市が署名した申告によれば、全部そろっています',
    'お見せしていない記録', '5 番の記録', '第33条第2項第1号', '電話、紙、口頭、画面をのぞき見ること', '127.0.0.1', '開R8-001', '18 件']) assert.ok(seen.includes(words), words);
  for (const words of [INTERNAL, ELSEWHERE, '改ざんなし']) assert.ok(!seen.includes(words), words);
  assert.match(await page.evaluate('document.querySelector(".expert").textContent'), /complete according to the city's signed statement/);
});

test('With a mirror that the city\'s keys name, it is complete as of a position', async (t) => {
  const page = await checked(city.replace('/verify', '/mirror'), 'mirrored', t);
  assert.match(await text(page), /台帳の位置 28 の時点で、全部そろっています/);
});

test('The copy in a packet checks inwardly only, until the letter\'s characters are compared', async (t) => {
  const page = await checked(COPY, 'good', t);
  const seen = await text(page);
  assert.equal(await verdict(page), 'internal');
  for (const words of [INTERNAL, ELSEWHERE, 'まだ確かめていません']) assert.ok(seen.includes(words), words);
  for (const words of [GENUINE, '丸亀市が署名した申告', 'すべてです']) assert.ok(!seen.includes(words), words);
  const groups = await page.evaluate('[...document.querySelectorAll(".print li")].map((li) => li.textContent).join(" ")');
  assert.match(groups, /^[0-9a-f]{4}( [0-9a-f]{4}){3}$/);
  await page.evaluate('document.getElementById("letter-same").click()');
  assert.equal(await verdict(page), 'genuine');
  assert.ok((await text(page)).includes(GENUINE));
});

test('Other characters than on the letter make it nobody\'s', async (t) => {
  const page = await checked(COPY, 'good', t);
  await page.evaluate('document.getElementById("letter-different").click()');
  assert.equal(await verdict(page), 'different');
  assert.ok(!(await text(page)).includes(GENUINE));
});

test('A forged packet with its own page and key is never called genuine', async (t) => {
  const own = await checked(FORGED, 'forged', t);
  assert.equal(await verdict(own), 'internal');
  for (const words of [INTERNAL, ELSEWHERE]) assert.ok((await text(own)).includes(words), words);
  assert.ok(!(await text(own)).includes(GENUINE));
  const citys = await checked(city, 'forged', t);
  assert.equal(await verdict(citys), 'foreign');
  assert.match(await text(citys), /書類の鍵が、丸亀市のものではありません/);
  assert.ok(!(await text(citys)).includes(GENUINE));
  const prints = await Promise.all([own, await checked(COPY, 'good', t)].map((page) => page.evaluate('document.querySelector(".print").textContent')));
  assert.notEqual(prints[0], prints[1]);
});

/** Under node every case is checked; here each member of the manifest is met once: changed, deleted or doubled. */
const MET = made.cases.filter(({ name }, i) => {
  const kind = /^manifest-(change|delete|double)-/.exec(name);
  return kind === null || ['change', 'delete', 'double'].indexOf(kind[1]) === Math.floor(i / 3) % 3;
});

test('Every tampering is told on the city\'s page, with its place', async (t) => {
  const page = await opened(city);
  t.after(() => page.close());
  for (const { name, verdict: expected, code } of MET) {
    const found = await check(page, name);
    const codes = await page.evaluate('[...document.querySelectorAll("[data-code]")].map((li) => li.dataset.code)');
    const shown = await page.evaluate('document.getElementById("findings") === null ? "" : document.querySelector(".findings").innerText');
    assert.equal(found === 'genuine', expected === 'whole' && !['other-city', 'forged'].includes(name), `${name}: ${found}`);
    assert.ok(expected === 'whole' || codes.length > 0, name);
    assert.ok(code === null || codes.length === 20 || codes.includes(code), `${name}: ${codes}`);
    assert.ok(!/undefined|null|NaN|\[object/.test(shown), `${name}: ${shown}`);
    await page.evaluate('document.getElementById("again").click()');
  }
  assert.deepEqual(page.errors, []);
});

test('Nothing leaves the page, and it asks for nothing', async (t) => {
  asked = [];
  const page = await checked(city, 'good', t);
  assert.deepEqual(asked, ['/verify']);
  assert.deepEqual(page.requests.filter((url) => !url.startsWith('data:') && !url.startsWith('blob:')), [city]);
  await assert.rejects(page.evaluate(`fetch(${JSON.stringify(city)})`));
});

for (const [what, script, seen] of [
  ['no WebCrypto', 'Object.defineProperty(Crypto.prototype, "subtle", { value: undefined });', 'unable'],
  ['no Ed25519', 'SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException("no", "NotSupportedError"));', 'unable'],
  ['a script it can\'t read', 'Object.defineProperty(window, "renkeiReady", { get: () => false, set() {} });', 'unable'],
]) {
  test(`A browser with ${what} says what to do`, async (t) => {
    const page = await opened(COPY, script);
    t.after(() => page.close());
    await page.until(`!document.getElementById("${seen}").hidden`);
    const told = await text(page);
    for (const words of ['このブラウザーでは確かめられません', '丸亀市のサイト', 'Firefox 130', 'お電話ください']) assert.ok(told.includes(words), words);
    assert.equal(await page.evaluate('getComputedStyle(document.getElementById("choose")).display'), 'none');
  });
}

test('Without threads the check runs in the page', async (t) => {
  const page = await browser.open();
  t.after(() => page.close());
  await page.before('window.Worker = class { constructor() { throw new Error("no workers"); } };');
  await page.visit(COPY);
  await page.until('document.documentElement.dataset.ready === "yes"');
  assert.equal(await check(page, 'good'), 'internal');
});

test('The keyboard is enough', async (t) => {
  const page = await opened(COPY);
  t.after(() => page.close());
  const focus = () => page.evaluate('document.activeElement.id');
  const order = [];
  for (let i = 0; i < 2; ++i) {
    await page.press('Tab');
    order.push(await focus());
  }
  assert.deepEqual(order, ['language', 'file']);
  assert.notEqual(await page.evaluate('getComputedStyle(document.querySelector("#file + .button")).outlineStyle'), 'none');
  await check(page, 'good');
  assert.equal(await focus(), 'verdict');
  await page.press('Tab');
  assert.equal(await focus(), 'letter-same');
  await page.press('Enter');
  assert.equal(await verdict(page), 'genuine');
  assert.equal(await focus(), 'verdict');
  await page.press('Tab');
  assert.equal(await page.evaluate('document.activeElement.tagName'), 'SUMMARY');
  await page.press('Enter');
  assert.equal(await page.evaluate('document.querySelector("details").open'), true);
  await page.press('Tab');
  await page.press('Enter');
  assert.equal(await focus(), 'file');
});

test('A screen reader meets names, levels and words of progress', async (t) => {
  const page = await opened(COPY);
  t.after(() => page.close());
  await page.evaluate(`window.said = [];
    const live = document.getElementById("live");
    new MutationObserver(() => said.push(live.textContent)).observe(live, { childList: true }); 0`);
  await check(page, 'good');
  const said = await page.evaluate('said');
  assert.ok(said.at(-1).includes('見つかりませんでした'), said.join());
  const { nodes } = await page.send('Accessibility.getFullAXTree');
  const named = nodes.filter(({ ignored, role }) => !ignored && ['button', 'heading', 'region', 'progressbar', 'table', 'list'].includes(role?.value));
  const nameless = named.filter(({ role, name }) => role.value !== 'table' && role.value !== 'list' && !name?.value);
  assert.deepEqual(nameless.map(({ role }) => role.value), []);
  const levels = await page.evaluate('[...document.querySelectorAll("h1, h2, h3")].filter((h) => h.checkVisibility()).map((h) => Number(h.tagName[1]))');
  assert.equal(levels[0], 1);
  levels.reduce((above, level) => (assert.ok(level <= above + 1 && (level > 1 || above === 0)), level), 0);
  assert.equal(await page.evaluate('document.documentElement.lang'), 'ja');
  assert.match(await page.evaluate('document.querySelector(".print").getAttribute("aria-label")'), /^鍵の確認文字 ([0-9a-f] ){3}/);
});

test('English for lawyers, and back', async (t) => {
  const page = await checked(city, 'good', t);
  await page.evaluate('document.getElementById("language").click()');
  assert.match(await text(page), /Nothing missing or changed was found[\s\S]*Complete according to the city's signed statement/);
  assert.equal(await page.evaluate('document.documentElement.lang'), 'en');
  await page.evaluate('document.getElementById("language").click()');
  assert.ok((await text(page)).includes(GENUINE));
});

/** WCAG contrast of every text on the page against what lies behind it. */
const CONTRAST = `(() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const linear = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const behind = (element) => {
    const colour = channels(getComputedStyle(element).backgroundColor);
    if ((colour[3] ?? 1) > 0) return colour;
    return element.parentElement ? behind(element.parentElement) : [255, 255, 255];
  };
  const low = [];
  for (const element of document.querySelectorAll('body *')) {
    if (!element.checkVisibility() || ![...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim() !== '')) continue;
    const [a, b] = [light(channels(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(element.outerHTML.slice(0, 80) + ratio);
  }
  return low;
})()`;

/** What a finger would miss. */
const SMALL = `[...document.querySelectorAll('button, .button, summary')]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 40).map((e) => e.outerHTML)`;

for (const [label, width, height, mobile] of [['desktop', 1000, 800, false], ['phone', 360, 740, true]]) {
  test(`Readable on a ${label}`, async (t) => {
    const page = await opened(COPY);
    t.after(() => page.close());
    await page.size(width, height, mobile);
    await page.screenshot(join(LOOK, `${label}-start.png`));
    const looks = [[COPY, 'good'], [city, 'good'], [city, 'forged'], [city, 'file-change-usage.jsonl'], [city, 'last-access-removed-real-key'],
      [COPY, 'not-a-zip']];
    for (const [address, name] of looks) {
      await page.visit(address);
      await page.until('document.documentElement.dataset.ready === "yes"');
      const seen = await check(page, name);
      await page.evaluate('document.querySelectorAll("details").forEach((details) => { details.open = true; })');
      await page.screenshot(join(LOOK, `${label}-${name}-${seen}.png`));
      assert.ok((await page.evaluate('document.documentElement.scrollWidth')) <= width, name);
      assert.deepEqual(await page.evaluate(CONTRAST), [], name);
      assert.deepEqual(await page.evaluate(SMALL), [], name);
    }
  });
}

test('A packet that Renkei made is genuine under its city\'s keys, and readable on a phone', async (t) => {
  const page = await opened(city.replace('/verify', '/kept'));
  t.after(() => page.close());
  await page.size(360, 740, true);
  assert.equal(await check(page, 'packet', kept), 'genuine');
  const seen = await text(page);
  for (const words of [GENUINE, 'しらさぎ在宅クリニック', '開R8-001', '26 番の記録', '丸亀市が署名した申告によれば、全部そろっています']) assert.ok(seen.includes(words), words);
  await page.evaluate('document.querySelectorAll("details").forEach((details) => { details.open = true; })');
  await page.screenshot(join(LOOK, 'phone-kept.png'));
  assert.ok((await page.evaluate('document.documentElement.scrollWidth')) <= 360);
  assert.deepEqual(await page.evaluate(CONTRAST), []);
  assert.deepEqual(page.errors, []);
});

test('A long check tells how far it is, can be stopped, and never freezes the page', async (t) => {
  const page = await opened(COPY);
  t.after(() => page.close());
  await page.evaluate(`window.longest = 0;
    let last = performance.now();
    setInterval(() => { const now = performance.now(); longest = Math.max(longest, now - last - 10); last = now; }, 10); 0`);
  await page.choose(join(folder, 'large.zip'));
  await page.until('document.getElementById("progress").value > 5');
  assert.match(await page.evaluate('document.getElementById("phase").textContent'), /％まで終わりました/);
  await page.evaluate('document.getElementById("stop").click()');
  assert.equal(await verdict(page), 'stopped');
  const pauses = [];  // a busy machine may pause the page once; work of our own on its thread would do so each time
  while (pauses.length < 3 && !(pauses.at(-1) < 200)) {
    await page.evaluate('document.getElementById("again").click(); window.longest = 0; 0');
    assert.equal(await check(page, 'large'), 'internal');
    pauses.push(await page.evaluate('longest'));
  }
  t.diagnostic(`longest pause ${pauses.map(Math.round)} ms`);
  assert.ok(pauses.at(-1) < 200, `${pauses} ms`);
});
