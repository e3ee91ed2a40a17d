// Verification keys, signed notes, checkpoints and cosignatures as C2SP writes them (docs/formats/ledger.md,
// "Checkpoint"), and the fingerprint that the letter prints.
import { base64, decimal, fromBase64, hex, same, sha256, utf8 } from './octets.js';

/** @typedef {{name: string, id: Uint8Array, type: number, octets: Uint8Array, text: string}} VerificationKey */
/** @typedef {{name: string, id: Uint8Array, signature: Uint8Array}} SignatureLine */
/** @typedef {{text: string, signatures: SignatureLine[]}} Note */
/** @typedef {{origin: string, size: number, root: Uint8Array, note: Note}} Checkpoint */

const ED25519 = 0x01, COSIGNATURE = 0x04;
const NAME = /^[^\s+\u0000-\u001f]+$/u;

/** @param {string} text @returns {Promise<VerificationKey | null>} */
export async function parseKey(text) {
  const parts = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text);
  if (parts === null || !NAME.test(parts[1])) return null;
  const octets = fromBase64(parts[3]);
  if (octets === null || octets.length !== 33 || (octets[0] !== ED25519 && octets[0] !== COSIGNATURE)) return null;
  const id = (await sha256(utf8(parts[1] + '\n'), octets)).slice(0, 4);
  return hex(id) === parts[2] ? { name: parts[1], id, type: octets[0], octets: octets.subarray(1), text } : null;
}

/** The 4×4 characters on the letter: of both keys' texts, so that their names are covered too.
 * @param {string} logKey @param {string} packetKey */
export async function fingerprint(logKey, packetKey) {
  return hex(await sha256(utf8(`${logKey}\n${packetKey}`))).slice(0, 16).match(/.{4}/g).join(' ');
}

/** @param {string} whole @returns {Note | null} */
export function parseNote(whole) {
  const split = whole.lastIndexOf('\n\n');
  if (split < 0 || !whole.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f]/.test(whole)) return null;
  const signatures = [];
  for (const line of whole.slice(split + 2, -1).split('\n')) {
    const parts = /^— ([^ ]+) ([^ ]+)$/.exec(line);
    const octets = parts === null ? null : fromBase64(parts[2]);
    if (octets === null || octets.length < 5 || !NAME.test(parts[1])) return null;
    signatures.push({ name: parts[1], id: octets.subarray(0, 4), signature: octets.subarray(4) });
  }
  return { text: whole.slice(0, split + 1), signatures };
}

/** @param {VerificationKey} key @param {Uint8Array} signature @param {Uint8Array} message */
async function verifies(key, signature, message) {
  const { subtle } = globalThis.crypto;
  try {
    const imported = await subtle.importKey('raw', key.octets, { name: 'Ed25519' }, false, ['verify']);
    return await subtle.verify({ name: 'Ed25519' }, imported, signature, message);
  } catch (error) {
    if (error.name === 'NotSupportedError') throw error;
    return false;  // octets that are no public key
  }
}

/** True if the note carries signatures by this key and all of them are good. A cosignature counts with its time.
 * @param {Note} note @param {VerificationKey} key */
export async function isSignedBy(note, key) {
  const lines = note.signatures.filter((line) => line.name === key.name && same(line.id, key.id));
  for (const line of lines) {
    const timed = key.type === COSIGNATURE;
    if (line.signature.length !== (timed ? 72 : 64)) return false;
    const time = timed ? new DataView(line.signature.slice(0, 8).buffer).getBigUint64(0) : 0n;
    const message = utf8(timed ? `cosignature/v1\ntime ${time}\n${note.text}` : note.text);
    if (!(await verifies(key, timed ? line.signature.subarray(8) : line.signature, message))) return false;
  }
  return lines.length > 0;
}

/** @param {string} whole @returns {Checkpoint | null} */
export function parseCheckpoint(whole) {
  const note = parseNote(whole);
  const lines = note === null ? [] : note.text.split('\n');
  if (lines.length !== 4) return null;
  const size = decimal(lines[1]), root = fromBase64(lines[2]);
  if (lines[0] === '' || size === null || root === null || root.length !== 32) return null;
  return { origin: lines[0], size, root, note };
}

/** What `manifest.sig` signs. @param {string} caseNumber @param {Uint8Array} digest of manifest.json */
export function packetText(caseNumber, digest) {
  return `renkei packet v1\n${caseNumber}\n${base64(digest)}\n`;
}
