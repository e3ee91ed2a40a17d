// Checks a packet in the order of docs/formats/packet.md, "What a checker does", and reports what it saw. It never
// stops at the first finding, needs no network, and takes no word of the packet for granted that octets can prove.
import { checkCase } from './case.js';
import { headsFacts, ledgerFacts, readEntry } from './entry.js';
import { parseManifest } from './manifest.js';
import { headsLeaf, headsRootOfPath, leafHash, parseNodes, rootOf } from './merkle.js';
import { fingerprint, isSignedBy, packetText, parseCheckpoint, parseKey, parseNote } from './note.js';
import { checkPeriod } from './period.js';
import { decimal, Fault, fromBase64, hex, idOctets, same, sha256, textOf, utcTime } from './octets.js';
import { isMirrored, parsePolicy } from './policy.js';
import { checkProofs } from './proofs.js';
import { checkRows } from './rows.js';
import { manifestFaults } from './rules.js';
import { Run, Stopped } from './run.js';
import { checkUsage } from './usage.js';
import { crc32, openContainer, readMember, readWhole } from './zip.js';

/** What the view shows. `verdict`: whole, changed, truncated (rows missing at the end), unreadable, stopped.
 * `signer`: city (a key of the policy), unknown (no policy), foreign (a key the policy does not name).
 * `complete`: statement, mirror, or null where it is not shown that all is there.
 * @typedef {{verdict: string, signer: string, complete: string | null, findings: import('./run.js').Finding[],
 *   findingCount: number, manifest: object | null, keys: object | null, checkpoint: object | null, heads: object | null}} Report */

const UNBOUND = ['manifest.json', 'manifest.sig'];
const NEEDED = ['checkpoint', 'proof-nodes', 'subject-heads', 'usage.jsonl', 'packet.pdf', 'usage.csv', 'verify.html'];
const OTHERS = ['fhir/bundle.json'];
const NUMBERED = /^((entries|payloads)\/\d{3,}|proofs\/\d{6,}\.tlog-proof|attachments\/\d+-\d+\.(jpg|png|pdf))$/;

/** Step 1: every member's size and digest. @param {Run} run @param {object} packet */
async function checkFiles(run, packet) {
  const { container, manifest } = packet;
  const listed = new Map(manifest.files.map((file) => [file.name, file]));
  let done = 0;
  for (const [name, member] of container.members) {
    run.step('files', done, container.file.size);
    const octets = await readWhole(container, member);
    if (crc32(octets) !== member.crc) run.find('file-crc', { file: name });
    done += member.size;
    if (UNBOUND.includes(name)) continue;
    const stated = listed.get(name);
    listed.delete(name);
    const digest = hex(await sha256(octets));
    packet.digests.set(name, digest);
    if (stated === undefined || !([...NEEDED, ...OTHERS].includes(name) || NUMBERED.test(name))) run.find('file-extra', { file: name });
    else if (stated.bytes !== member.size) run.find('file-size', { file: name });
    else if (stated.sha256 !== digest) run.find('file-digest', { file: name });
  }
  const missing = NEEDED.filter((name) => !container.members.has(name));
  for (const file of new Set([...listed.keys(), ...missing])) run.find('file-missing', { file });
}

/** @param {Run} run @param {object} packet @param {string} which @param {string} vkey */
async function namedKey(run, packet, which, vkey) {
  const key = await parseKey(vkey);
  if (key === null) run.find('key-form', { field: `ledger.${which}_key`, key: vkey });
  else if (packet.policy !== null && packet.policy[which].text !== vkey) run.find(`${which}-key-foreign`, { key: vkey });
  return key;
}

/** Step 2, first half: who signed the manifest. @param {Run} run @param {object} packet @param {Uint8Array} octets of manifest.json */
async function checkPacketSignature(run, packet, octets) {
  const file = 'manifest.sig';
  const key = await namedKey(run, packet, 'packet', packet.manifest.ledger.packet_key);
  const note = parseNote(textOf(await readMember(packet.container, file)));
  if (note === null || note.signatures.length !== 1) throw new Fault('note-form', { file });
  if (note.text !== packetText(packet.manifest.case.number, await sha256(octets))) run.find('signature-text', { file });
  if (key !== null && !(await isSignedBy(note, key))) run.find('packet-signature', { file, key: key.text });
}

/** Step 2, second half: who signed the checkpoint. @param {Run} run @param {object} packet */
async function checkCheckpoint(run, packet) {
  const file = 'checkpoint';
  const { ledger } = packet.manifest;
  const key = await namedKey(run, packet, 'log', ledger.log_key);
  const checkpoint = parseCheckpoint(textOf(await readMember(packet.container, file)));
  if (checkpoint === null) throw new Fault('note-form', { file });
  packet.checkpoint = checkpoint;
  if (checkpoint.origin !== ledger.origin || (key !== null && key.name !== ledger.origin)) run.find('checkpoint-origin', { file });
  if (checkpoint.size !== ledger.checkpoint_size) run.find('checkpoint-size', { file });
  if (key !== null && !(await isSignedBy(checkpoint.note, key))) run.find('checkpoint-signature', { file, key: key.text });
  for (const { key: cosigner } of packet.policy?.cosigners.values() ?? []) {
    const cosigns = checkpoint.note.signatures.some((line) => line.name === cosigner.name && same(line.id, cosigner.id));
    if (cosigns && !(await isSignedBy(checkpoint.note, cosigner))) run.find('cosignature', { file, key: cosigner.text });
  }
  packet.mirrored = packet.policy !== null && (await isMirrored(packet.policy, checkpoint.note));
}

/** @param {string} text @returns {object} the parts of `subject-heads` */
export function parseHeads(text) {
  const file = 'subject-heads';
  const lines = text.split('\n');
  if (lines[0] !== 'renkei subject heads v1' || lines.length < 7 || lines.at(-1) !== '') throw new Fault('heads-form', { file });
  const [asOf, count, index] = lines.slice(1, 4).map(decimal);
  const [entry, entry0, ...path] = lines.slice(4, -1).map(fromBase64);
  if ([asOf, count, index, entry, entry0].includes(null) || path.some((node) => node === null || node.length !== 32)) {
    throw new Fault('heads-form', { file });
  }
  return { asOf, count, index, entry, entry0, path };
}

/** Step 3: the ledger's first entry names the origin and both keys. @param {Run} run @param {object} packet */
async function checkFirstEntry(run, packet) {
  const { ledger } = packet.manifest;
  const facts = ledgerFacts(readEntry(packet.heads.entry0));
  packet.known.set(0, await leafHash(packet.heads.entry0));
  if (facts.origin !== ledger.origin) run.find('entry0-origin', { position: 0 });
  if (facts.logKey !== ledger.log_key) run.find('entry0-log-key', { position: 0, key: ledger.log_key });
  if (facts.packetKey !== ledger.packet_key) run.find('entry0-packet-key', { position: 0, key: ledger.packet_key });
}

/** Step 6: the last ordinal is the last one. @param {Run} run @param {object} packet */
async function checkHeads(run, packet) {
  const { heads, manifest } = packet;
  const { ledger, rows } = manifest;
  const entry = readEntry(heads.entry);
  const facts = headsFacts(entry);
  packet.known.set(entry.position, await leafHash(heads.entry));
  const where = { file: 'subject-heads', position: entry.position };
  if (facts.asOf !== heads.asOf || facts.count !== heads.count) run.find('heads-facts', where);
  const placed = ledger.as_of === facts.asOf && ledger.heads_position === entry.position && entry.position >= facts.asOf;
  if (!placed) run.find('heads-position', where);
  if (utcTime(entry.recordedAt) < manifest.made_at) run.find('heads-older', where); // else it could leave out rows under a new date
  if (rows.length === 0) throw new Fault('rows-none', where);
  const leaf = await headsLeaf(packet.subject, rows.length, packet.shown.at(-1)?.leaf ?? hashOf(rows.at(-1)));
  const root = await headsRootOfPath(leaf, heads.index, heads.count, heads.path);
  if (root === null || !same(root, facts.root)) run.find('rows-missing-at-end', { ...where, row: rows.length + 1 });
  else packet.complete = packet.mirrored ? 'mirror' : 'statement';
}

/** @param {import('./manifest.js').Row} row */
function hashOf(row) {
  return Uint8Array.from(row.leaf_hash.match(/../g), (pair) => parseInt(pair, 16));
}

/** Step 5: the tree's root. @param {Run} run @param {object} packet */
async function checkTree(run, packet) {
  const file = 'proof-nodes';
  const { size, root } = packet.checkpoint;
  for (const shown of packet.shown) if (shown !== null) packet.known.set(shown.entry.position, shown.leaf);
  for (const [position, leaf] of packet.neighbours) packet.known.set(position, leaf);
  const nodes = parseNodes(await readMember(packet.container, file));
  let passed = 0;
  const step = () => ++passed % 256 === 0 && run.step('tree', passed, packet.known.size);
  if (!same(await rootOf(size, packet.known, nodes, step), root)) throw new Fault('tree-root', { file });
}

/** @param {Run} run @param {Blob} file @param {string} policyText @param {object} packet filled as the check proceeds */
async function check(run, file, policyText, packet) {
  run.step('files', 0, file.size);
  packet.container = await openContainer(file);
  packet.policy = await parsePolicy(policyText);
  const octets = await run.part(() => readMember(packet.container, 'manifest.json'));
  packet.manifest = octets === null ? null : await run.part(() => parseManifest(octets), { file: 'manifest.json' });
  if (packet.manifest === null) return;
  for (const fault of manifestFaults(packet.manifest)) run.find(fault.code, { file: 'manifest.json', ...fault.where });
  packet.subject = idOctets('cr', packet.manifest.subject) ?? new Uint8Array(16);
  await checkFiles(run, packet);
  await run.part(() => checkPacketSignature(run, packet, octets));
  await run.part(() => checkCheckpoint(run, packet), { file: 'checkpoint' });
  packet.heads = await run.part(async () => parseHeads(textOf(await readMember(packet.container, 'subject-heads'))));
  if (packet.heads !== null) await run.part(() => checkFirstEntry(run, packet), { file: 'subject-heads', position: 0 });
  packet.shown = await checkRows(run, packet);
  checkCase(run, packet);
  checkPeriod(run, packet.manifest, packet.days);
  if (packet.heads !== null) await run.part(() => checkHeads(run, packet), { file: 'subject-heads' });
  if (packet.checkpoint !== null) {
    await run.part(() => checkTree(run, packet), { file: 'proof-nodes' });
    await run.part(() => checkProofs(run, packet));
  }
  await run.part(() => checkUsage(run, packet), { file: 'usage.jsonl' });
}

/** @param {Run} run @param {object} packet */
function signerOf(run, packet) {
  if (packet.policy === null) return 'unknown';
  return run.findings.some(({ code }) => code.endsWith('-key-foreign') || code.endsWith('-signature')) ? 'foreign' : 'city';
}

/** What the view needs of the manifest: all but the rows and the list of files. @param {import('./manifest.js').Manifest} manifest */
function toldOf({ rows, files, ...told }) {
  const withheld = rows.filter((row) => row.withheld !== null).map((row) => ({ ordinal: row.ordinal, ...row.withheld }));
  return { ...told, files: files.length, withheld };
}

/** @param {import('./manifest.js').Manifest} manifest */
async function keysOf({ ledger }) {
  return { fingerprint: await fingerprint(ledger.log_key, ledger.packet_key), packet: ledger.packet_key, log: ledger.log_key };
}

/** @param {Run} run @param {object} packet @param {string} verdict @returns {Promise<Report>} what can be sent between threads */
async function reportOf(run, packet, verdict) {
  const { manifest, checkpoint, heads } = packet;
  return {
    verdict, signer: signerOf(run, packet), complete: run.findingCount === 0 ? packet.complete : null,
    findings: run.findings, findingCount: run.findingCount,
    manifest: manifest === null ? null : toldOf(manifest),
    keys: manifest === null ? null : await keysOf(manifest),
    checkpoint: checkpoint === null ? null : { size: checkpoint.size, root: hex(checkpoint.root), text: checkpoint.note.text },
    heads: heads === null ? null : { asOf: heads.asOf, count: heads.count },
  };
}

/** @param {Blob} file @param {{policy?: string, progress?: (phase: string, done: number, total: number) => void,
 *   stopped?: () => boolean}} [options] @returns {Promise<Report>} */
export async function checkPacket(file, { policy = '', progress = () => {}, stopped = () => false } = {}) {
  const run = new Run(progress, stopped);
  const packet = {
    container: null, policy: null, manifest: null, checkpoint: null, heads: null, subject: null, mirrored: false, complete: null,
    digests: new Map(), used: new Set(), known: new Map(), neighbours: new Map(), days: new Map(), acts: new Map(), shown: [],
  };
  try {
    await check(run, file, policy, packet);
  } catch (error) {
    if (error instanceof Stopped) return reportOf(run, packet, 'stopped');
    if (!(error instanceof Fault)) throw error;
    run.find(error.code, error.where);
    return reportOf(run, packet, 'unreadable');
  }
  const onlyEnd = run.findings.every(({ code }) => code === 'rows-missing-at-end');
  return reportOf(run, packet, run.findingCount === 0 ? 'whole' : onlyEnd ? 'truncated' : 'changed');
}
