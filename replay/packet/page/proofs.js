// The proofs that stand alone: one file for each of the first 1,000 shown rows (C2SP tlog-proof).
import { STATUS } from './manifest.js';
import { rootOfPath } from './merkle.js';
import { base64, decimal, Fault, fromBase64, same, textOf } from './octets.js';
import { readMember } from './zip.js';

const FIRST = 1000;
const HEAD = 'c2sp.org/tlog-proof@v1';

/** @param {number} ordinal */
export function proofName(ordinal) {
  return `proofs/${String(ordinal).padStart(6, '0')}.tlog-proof`;
}

/** @param {string} text @returns {{extra: string, index: number, path: Uint8Array[], checkpoint: string} | null} */
export function parseProof(text) {
  const blank = text.indexOf('\n\n');
  const lines = blank < 0 ? [] : text.slice(0, blank).split('\n');
  if (lines.length < 3 || lines[0] !== HEAD || !lines[1].startsWith('extra ') || !lines[2].startsWith('index ')) return null;
  const index = decimal(lines[2].slice(6));
  const path = lines.slice(3).map(fromBase64);
  if (index === null || path.some((node) => node === null || node.length !== 32)) return null;
  return { extra: lines[1].slice(6), index, path, checkpoint: text.slice(blank + 2) };
}

/** @param {object} packet @param {import('./rows.js').ShownRow} shown @param {string} file @param {string} checkpoint */
async function checkProof(packet, shown, file, checkpoint) {
  const proof = parseProof(textOf(await readMember(packet.container, file)));
  const { position, octets } = shown.entry;
  const fits = proof !== null && proof.index === position && proof.extra === base64(octets) && proof.checkpoint === checkpoint;
  const root = fits ? await rootOfPath(shown.leaf, position, packet.checkpoint.size, proof.path) : null;
  if (root === null || !same(root, packet.checkpoint.root)) throw new Fault('proof', { file });
}

/** @param {import('./run.js').Run} run @param {object} packet with a checkpoint and shown rows */
export async function checkProofs(run, packet) {
  const checkpoint = textOf(await readMember(packet.container, 'checkpoint'));
  const left = new Set([...packet.container.members.keys()].filter((name) => name.startsWith('proofs/')));
  const ordinals = packet.manifest.rows.flatMap((row, i) => (row.status === STATUS.shown ? [i + 1] : [])).slice(0, FIRST);
  for (const [i, ordinal] of ordinals.entries()) {
    const file = proofName(ordinal), shown = packet.shown[ordinal - 1];
    if (i % 16 === 0) run.step('proofs', i, ordinals.length);
    left.delete(file);
    if (shown !== null) await run.part(() => checkProof(packet, shown, file, checkpoint), { row: ordinal, file });
  }
  for (const file of left) run.find('file-extra', { file });
}
