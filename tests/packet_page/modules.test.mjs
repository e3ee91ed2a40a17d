// The page's modules, one by one, against public vectors and the worked example of docs/formats/ledger.md.
import './webcrypto.mjs';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import test from 'node:test';
import { attachmentsOf, readEntry, sealedFacts } from '../../replay/packet/page/entry.js';
import { canonical, parseCanonical } from '../../replay/packet/page/manifest.js';
import { leafHash, parseNodes, rootOf, rootOfPath } from '../../replay/packet/page/merkle.js';
import { fingerprint, isSignedBy, parseCheckpoint, parseKey, parseNote } from '../../replay/packet/page/note.js';
import { isMirrored, parsePolicy } from '../../replay/packet/page/policy.js';
import { base64, fromBase64, fromHex, hex, idOctets, idText, japanTime, sha256, utcTime, utf8 } from '../../replay/packet/page/octets.js';
import { blobOf, openPayload } from '../../replay/packet/page/payload.js';
import { parseItems } from '../../replay/packet/page/rows.js';
import { Run } from '../../replay/packet/page/run.js';
import { crc32, openContainer } from '../../replay/packet/page/zip.js';
import { FINDINGS } from '../../replay/packet/page/texts_findings.js';
import { EN } from '../../replay/packet/page/texts_en.js';
import { JA } from '../../replay/packet/page/texts_ja.js';

const HERE = new URL('.', import.meta.url).pathname;
const VECTORS = join(HERE, '../vectors');
const PAGE = join(HERE, '../../replay/packet/page');
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const OTHER = await vkeyOf('other.example', 1, new Uint8Array(32).fill(8));
const TEXT = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n';
const PETERS = '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const ENOCHS = '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';

const WITNESS = 'witness.example.com/w1+dbba4a08+BDtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop';
const COSIGNED = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
  '— witness.example.com/w1 27pKCAAAAABkGFDLN7VCWowLNFrAx5kFlOq5Gblf9cDN74bbmX0TAuxTFK/0CM4NgMiBvbpFFyRcIVXoHLQV9IBeLzGW/URa5SA/DQ==\n';

/** The samples' positions and ordinals are greater than any that a ledger reaches, and than a page has numbers for.
 * @param {string} name @returns {Record<string, Uint8Array>} the octets of tests/golden/events, by their heading */
function golden(name) {
  const parts = readFileSync(join(HERE, '../golden/events', name), 'utf8').split(/^# (.+), \d+ octets\n/m).slice(1);
  const samples = Object.fromEntries(Array.from({ length: parts.length / 2 }, (_, i) => [parts[2 * i], fromHex(parts[2 * i + 1].replaceAll('\n', ''))]));
  for (const entry of [samples['filled: entry'], samples['empty: entry']]) for (const at of [30, 31, 182, 183]) entry[at] = 0;
  return samples;
}

test('A verification key is read whole or not at all', async () => {
  assert.equal((await parseKey(PETER)).name, 'PeterNeumann');
  for (let i = 0; i < PETER.length; ++i) {
    assert.equal(await parseKey(PETER.slice(0, i)), null);
    assert.equal(await parseKey(PETER.slice(0, i) + String.fromCharCode(PETER.charCodeAt(i) + 1) + PETER.slice(i + 1)), null);
  }
});

test('A note is signed by those whose lines are good', async () => {
  const peter = await parseKey(PETER), enoch = await parseKey('EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop');
  const both = parseNote(TEXT + '\n' + PETERS + ENOCHS);
  assert.deepEqual([await isSignedBy(both, peter), await isSignedBy(both, enoch)], [true, true]);
  assert.equal(await isSignedBy(parseNote(TEXT + '\n' + PETERS), enoch), false);
  assert.equal(await isSignedBy(parseNote(TEXT.replace('answer', 'answrr') + '\n' + PETERS), peter), false);
});

test('What is not a note is none', () => {
  for (const wrong of ['', TEXT, TEXT + PETERS, TEXT + '\n' + PETERS.slice(0, -1), '\u0001' + TEXT + '\n' + PETERS, TEXT + '\n' + PETERS + 'more\n',
    TEXT + '\n' + PETERS.replace('Peter', 'Peter ')]) assert.equal(parseNote(wrong), null, wrong);
});

test('A cosignature counts with its time', async () => {
  const key = await parseKey(WITNESS);
  const checkpoint = parseCheckpoint(COSIGNED);
  assert.equal(checkpoint.size, 20852163);
  assert.equal(await isSignedBy(checkpoint.note, key), true);
  assert.equal(await isSignedBy(parseCheckpoint(COSIGNED.replace('27pKCAAAAABkGFDL', '27pKCAAAAABkGFDM')).note, key), false);
});

test('A checkpoint has three lines and a decimal size', () => {
  const root = base64(new Uint8Array(32));
  for (const text of [`o\n1\n${root}\nmore\n`, `o\n01\n${root}\n`, `o\n-1\n${root}\n`, `\n1\n${root}\n`, `o\n1\nAAAA\n`]) {
    assert.equal(parseCheckpoint(text + '\n' + PETERS), null, text);
  }
});

test('A policy names at least both keys, and nothing unknown', async () => {
  const keys = `log ${OTHER}\npacket ${PETER}\n`;
  assert.equal((await parsePolicy(`# the city\n\n${keys}quorum none\n`)).packet.text, PETER);
  for (const wrong of ['', `log ${PETER}`, `packet ${PETER}`, `${keys}log ${PETER}`, `${keys}witness w ${PETER}`, `log ${PETER}\npacket x`,
    `${keys}constructor ${PETER}`, `${keys}quorum w`, `${keys}group g any w`, `${keys}witness w ${WITNESS}\ngroup g 2 w`, `${keys}witness w ${WITNESS}\nwitness w ${WITNESS}`]) {
    assert.equal(await parsePolicy(wrong), null, wrong);
  }
});

test('A quorum is reached by those who signed', async () => {
  const { note } = parseCheckpoint(COSIGNED);
  const reached = async (lines) => isMirrored(await parsePolicy(`log ${PETER}\npacket ${OTHER}\n${lines}`), note);
  const second = await vkeyOf('v.example', 4, new Uint8Array(32).fill(9));
  const two = `mirror w ${WITNESS}\nmirror v ${second}\n`;
  const answers = await Promise.all([reached(''), reached(`mirror w ${WITNESS}\nquorum none`), reached(`mirror w ${WITNESS}\nquorum w`),
    reached(`${two}group g any w v\nquorum g`), reached(`${two}group g all w v\nquorum g`), reached(`${two}group g 1 v\nquorum g`),
    reached(`witness w ${WITNESS}\nquorum w`)]);
  assert.deepEqual(answers, [false, false, true, true, false, false, false]);
});

/** @param {string} name @param {number} type @param {Uint8Array} octets */
async function vkeyOf(name, type, octets) {
  const typed = Uint8Array.of(type, ...octets);
  return `${name}+${hex(await sha256(utf8(`${name}\n`), typed)).slice(0, 8)}+${base64(typed)}`;
}

test('One key under two names makes no policy', async () => {
  const again = `v.example+cf6ae0e4+BDtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop`;
  assert.equal(await parsePolicy(`log ${PETER}\npacket ${PETER}\n`), null);
  assert.equal(await parsePolicy(`log ${PETER}\npacket ${OTHER}\nmirror w ${WITNESS}\nmirror v ${again}\n`), null);
});

test('The fingerprint is of both keys\' texts, four times four', async () => {
  assert.match(await fingerprint(PETER, OTHER), /^[0-9a-f]{4}( [0-9a-f]{4}){3}$/);
  assert.equal((await fingerprint(PETER, OTHER)).replaceAll(' ', ''), hex(await sha256(utf8(`${PETER}\n${OTHER}`))).slice(0, 16));
  assert.notEqual(await fingerprint(PETER, OTHER), await fingerprint(OTHER, PETER));
});

test('Base64 and ids have one text each', () => {
  assert.equal(fromBase64('AB=='), null);
  assert.equal(fromBase64('AA=\n'), null);
  const octets = Uint8Array.from({ length: 16 }, (_, i) => 255 - i);
  assert.deepEqual(idOctets('cr', idText('cr', octets)), octets);
  assert.equal(idText('cr', new Uint8Array(16).fill(0xff)), 'cr_7' + 'z'.repeat(25));
  for (const wrong of ['cr_8' + 'z'.repeat(25), 'cr_7' + 'Z'.repeat(25), 'fac_7' + 'z'.repeat(25), 'cr_7']) assert.equal(idOctets('cr', wrong), null);
});

/** A file whose end is these octets and which is zeros before. @param {number} size @param {Uint8Array} end */
const fileEndingIn = (size, end) => ({
  size,
  slice: (from, to) => ({ arrayBuffer: async () => {
    const octets = new Uint8Array(to - from), skip = from - (size - end.length);
    octets.set(end.subarray(Math.max(0, skip), Math.max(0, skip + octets.length)), Math.max(0, -skip));
    return octets.buffer;
  } }),
});

/** Little-endian numbers, as [value, octets]. */
const little = ([value, octets]) => Uint8Array.from({ length: octets }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 255n));
const packed = (...fields) => joined(fields.map(little));
const joined = (parts) => Uint8Array.from(parts.flatMap((part) => [...part]));

test('A container beyond four gigabytes is read by its ZIP64 records', async () => {
  const size = 0x1_0000_0005, content = 30 + 1 + 20, offset = content + size, full = 0xffffffff;
  const directory = joined([packed([0x02014b50, 4], [45, 2], [45, 2], [0, 2], [0, 2], [0, 2], [0x21, 2], [7, 4], [full, 4], [full, 4], [1, 2], [20, 2],
    [0, 2], [0, 2], [0, 2], [0, 4], [0, 4]), utf8('a'), packed([1, 2], [16, 2], [size, 8], [size, 8])]);
  const records = (at) => packed([0x06064b50, 4], [44, 8], [45, 2], [45, 2], [0, 4], [0, 4], [1, 8], [1, 8], [directory.length, 8], [offset, 8],
    [0x07064b50, 4], [0, 4], [at, 8], [1, 4], [0x06054b50, 4], [0, 2], [0, 2], [1, 2], [1, 2], [directory.length, 4], [full, 4], [0, 2]);
  const whole = (at) => fileEndingIn(offset + directory.length + 98, joined([directory, records(at)]));
  const { members } = await openContainer(whole(offset + directory.length));
  assert.deepEqual(members.get('a'), { name: 'a', header: 0, offset: content, size, crc: 7 });
  await assert.rejects(openContainer(whole(offset)), { message: 'container-form' });
});

test('CRC-32 of the usual check text', () => assert.equal(crc32(utf8('123456789')), 0xcbf43926));

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((item) => (item.isDirectory() ? filesBelow(join(folder, item.name)) : [join(folder, item.name)]));
}

for (const file of filesBelow(join(VECTORS, 'merkle/inclusion'))) {
  test(`Inclusion ${relative(VECTORS, file)}`, async () => {
    const probe = JSON.parse(readFileSync(file, 'utf8'));
    const path = (probe.proof ?? []).map(fromBase64), leaf = fromBase64(probe.leafHash ?? '');
    const formed = probe.leafIdx >= 0 && probe.treeSize > 0 && leaf.length === 32 && path.every((node) => node.length === 32);
    const root = formed ? await rootOfPath(leaf, probe.leafIdx, probe.treeSize, path) : null;
    assert.equal(root !== null && base64(root) === probe.root, !probe.wantErr, probe.desc);
  });
}

const LEAVES = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eit', 'nain', 'ten', 'ileven', 'twelf', 'threeten', 'fourten', 'fivten'];

for (let size = 1; size <= LEAVES.length; ++size) {
  test(`The published root of ${size} leaves, from leaves and from nodes`, async () => {
    const published = readFileSync(join(VECTORS, 'tessera/log', `checkpoint.${size}`), 'utf8').split('\n')[2];
    const leaves = await Promise.all(LEAVES.slice(0, size).map((leaf) => leafHash(utf8(leaf))));
    assert.equal(base64(await rootOf(size, new Map(leaves.entries()), new Map())), published);
    for (let known = 0; known < size; ++known) {
      const lines = leaves.flatMap((leaf, i) => (i === known ? [] : [`0 ${i} ${base64(leaf)}\n`]));
      const nodes = parseNodes(utf8(lines.join('')));
      const all = new Map([[known, leaves[known]]]);
      if (size > 3) await assert.rejects(rootOf(size, all, nodes), { message: /nodes-(missing|left-over)/ });
    }
  });
}

test('The example of the ledger\'s format', async () => {
  const octets = new Uint8Array(400);
  const put = (at, digits) => octets.set(fromHex(digits), at);
  put(0, '00000000310000000000' + '00002e000200');
  put(16, '0100dd0501000e00');
  put(64, '01a2008d74007a0b8c0d000000000001');
  put(80, '22'.repeat(16) + '0100000000000000');
  new DataView(octets.buffer).setBigInt64(104, 1795305600000000n, true);
  put(160, '11'.repeat(16) + '0100000000000000');
  put(312, '11'.repeat(16));
  put(328, 'd9ddff8a07c3c8ded1f62ae11d258b8ab7a25ed7f406da7e624afd6a4c65aaf3' + '3e000000');
  assert.equal(hex(await leafHash(octets)), '41692dff159d48184e6567e47cfdb04abacfd327370ea0c355b6dc52463a53fb');
  const entry = readEntry(octets);
  assert.deepEqual([entry.type, entry.position, entry.ordinal, entry.payloadLength], [1501, 0, 1, 62]);
  assert.deepEqual([utcTime(entry.recordedAt), japanTime(entry.recordedAt)], ['2026-11-22T00:00:00.000000Z', '2026-11-22 09:00:00']);
  const sealed = new Uint8Array(62);
  sealed[0] = 1;
  sealed[61] = 0x3f;
  await assert.rejects(openPayload(entry, sealed, new Uint8Array(32)), { message: 'payload-key' });
  await assert.rejects(openPayload(entry, sealed.slice(1), new Uint8Array(32)), { message: 'payload-digest' });
});

for (const [name, texts] of [['1501-MessagePosted.hex', 2], ['1201-ConsentFormReceived.hex', 2]]) {
  test(`Attachments and their keys in the stored form of ${name}`, () => {
    const { 'filled: entry': filled, 'filled: payload': payload, 'empty: entry': empty, 'empty: payload': nothing } = golden(name);
    const listed = attachmentsOf(readEntry(filled));
    assert.deepEqual(listed.map(({ id, blob }) => [id.length, blob.length]), Array(texts).fill([16, 32]));
    assert.ok(listed.every(({ media, bytes }) => media >= 1 && media <= 3 && bytes > 0));
    assert.deepEqual(sealedFacts(readEntry(filled), payload).attachmentKeys.map((key) => key.length), Array(texts).fill(32));
    assert.deepEqual(attachmentsOf(readEntry(empty)), []);
    assert.deepEqual(sealedFacts(readEntry(empty), nothing).attachmentKeys, []);
  });
}

test('No changed octet of an entry makes its reader fail otherwise than by a fault', () => {
  const { 'filled: entry': filled } = golden('1501-MessagePosted.hex');
  for (let at = 0; at < filled.length; ++at) {
    for (const mask of [0x01, 0x80, 0xff]) {
      const changed = filled.slice();
      changed[at] ^= mask;
      try {
        attachmentsOf(readEntry(changed));
      } catch (error) {
        assert.match(error.code ?? error.stack, /^(entry-form|text)$/);
      }
    }
  }
});

test('An attachment is sealed anew chunk by chunk', async () => {
  const key = new Uint8Array(32).fill(7);
  const names = await Promise.all([0, 1, 65536, 65537, 131072].map((size) => blobOf(new Uint8Array(size), key)));
  assert.equal(new Set(names).size, names.length);
  assert.equal(names[0], hex(await sha256(fromHex(await sealedNothing(key)))));
});

/** One empty last chunk, by the words of the format. @param {Uint8Array} key */
async function sealedNothing(key) {
  const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  const iv = fromHex('000000000000000000000001');
  return hex(new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, aes, new Uint8Array())));
}

test('Bundles hold as many items as there are rows, and nothing behind them', () => {
  assert.deepEqual(parseItems(fromHex('0001aa00000002bbcc'), 2, 3, 'f').map((item) => item && hex(item)), ['aa', null, 'bbcc']);
  for (const wrong of ['0001', '0001aa00', '0001aa0000000100ff', '']) assert.throws(() => parseItems(fromHex(wrong), 2, 2, 'f'), { message: 'bundle-form' });
});

test('JSON has one text', () => {
  assert.equal(canonical({ a: '\t\\t\n"\u0007\u007f／' }), '{"a":"\\u0009\\\\t\\n\\"\\u0007\u007f／"}');
  for (const wrong of ['{"a": 1}', '{"a":1,"a":1}', '{"a":1.0}', '{"a":"\\u0041"}', '{"a":"\\t"}', '{"a":01}', '[1', '{"a":"\\/"}']) {
    assert.equal(parseCanonical(wrong), undefined, wrong);
  }
});

test('Every code that a module gives has words in both languages', () => {
  const texts = readdirSync(PAGE).filter((name) => name.endsWith('.js')).map((name) => readFileSync(join(PAGE, name), 'utf8')).join('\n');
  const codes = new Set([...texts.matchAll(/(?:find|Fault)\('([a-z0-9-]+)'/g)].map((match) => match[1]));
  for (const code of [...codes, 'packet-key-foreign', 'log-key-foreign']) {
    assert.equal(FINDINGS[code]?.length, 2, code);
    for (const words of FINDINGS[code]) assert.ok(words({ file: 'f', row: 1, key: 'k', position: 1, field: 'x' }).length > 5);
  }
  assert.deepEqual(Object.keys(FINDINGS).filter((code) => !texts.includes(`'${code}'`)), []);
});

test('Both languages say the same things', () => {
  const shape = (value) => (typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shape(inner)])) : typeof value);
  assert.deepEqual(shape(EN), shape(JA));
  assert.ok(!JSON.stringify(JA).includes('改ざんなし'));
});

test('a run keeps who signed behind any number of other findings', () => {
  const run = new Run(() => {}, () => false);
  for (let row = 1; row <= 10_000; ++row) run.find('row-columns', { row });
  run.find('manifest-signature', { file: 'manifest.json.sig' });
  run.find('log-key-foreign');
  assert.equal(run.findingCount, 10_002);
  assert.ok(run.findings.length < 1_000);
  assert.deepEqual(run.findings.slice(-2).map(({ code }) => code), ['manifest-signature', 'log-key-foreign']);
});
