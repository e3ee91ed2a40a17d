// Sealed payloads and attachments (docs/formats/ledger.md, "Sealed payload" and "Blobs").
import { Fault, hex, join, same, sha256, utf8 } from './octets.js';

/** @typedef {import('./entry.js').Entry} Entry */

const VERSION = 0x01, PAYLOAD = 0x02;
const COMMITMENT = 32, NONCE = 12, TAG = 16, HEAD = 1 + COMMITMENT + NONCE;
const CHUNK = 64 * 1024;

/** @param {CryptoKey} key @param {number} purpose @param {string} word */
async function derive(key, purpose, word) {
  return new Uint8Array(await globalThis.crypto.subtle.sign('HMAC', key, join(Uint8Array.of(purpose), utf8(word))));
}

/** @param {number} value */
function be16(value) {
  return Uint8Array.of(value >> 8, value & 0xff);
}

/** The digest that the entry carries. @param {Uint8Array} sealed */
export function payloadDigest(sealed) {
  return sha256(Uint8Array.of(PAYLOAD), sealed);
}

/** Opens a payload or throws a Fault that says what does not fit: the digest, the key, or the content.
 * @param {Entry} entry @param {Uint8Array} sealed @param {Uint8Array} payloadKey Ke @returns {Promise<Uint8Array>} */
export async function openPayload(entry, sealed, payloadKey) {
  if (sealed.length !== entry.payloadLength || !same(await payloadDigest(sealed), entry.payloadDigest)) {
    throw new Fault('payload-digest');
  }
  if (sealed.length < HEAD + TAG || sealed[0] !== VERSION) throw new Fault('payload-form');
  const { subtle } = globalThis.crypto;
  const hmac = await subtle.importKey('raw', payloadKey, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const [encryption, commitment] = await Promise.all([derive(hmac, 0x01, 'enc'), derive(hmac, 0x02, 'commit')]);
  if (!same(commitment, sealed.subarray(1, 1 + COMMITMENT))) throw new Fault('payload-key');
  const aes = await subtle.importKey('raw', encryption, 'AES-GCM', false, ['decrypt']);
  const additionalData = join(Uint8Array.of(VERSION), entry.eventId, entry.payloadKey, be16(entry.type), be16(entry.schemaVersion));
  const iv = sealed.subarray(1 + COMMITMENT, HEAD);
  try {
    return new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, aes, sealed.subarray(HEAD)));
  } catch {
    throw new Fault('payload-open');
  }
}

/** @param {number} number @param {boolean} last */
function chunkNonce(number, last) {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, number);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** The name under which the ledger keeps a file: sealed anew under the file's own key, then hashed.
 * @param {Uint8Array} plaintext @param {Uint8Array} key @returns {Promise<string>} 64 hex digits */
export async function blobOf(plaintext, key) {
  const { subtle } = globalThis.crypto;
  const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  const chunks = Math.max(1, Math.ceil(plaintext.length / CHUNK));
  const sealed = new Uint8Array(plaintext.length + chunks * TAG);
  for (let i = 0; i < chunks; ++i) {
    const chunk = plaintext.subarray(i * CHUNK, (i + 1) * CHUNK);
    const iv = chunkNonce(i, i === chunks - 1);
    sealed.set(new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv }, aes, chunk)), i * (CHUNK + TAG));
  }
  return hex(await sha256(sealed));
}
