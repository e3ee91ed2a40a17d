// Octets and the words for them. All hashing is the browser's own (WebCrypto); nothing here knows what a packet is.

/** A reason to call a packet changed, or not a packet at all; `where` names file, row, key, position or field. */
export class Fault extends Error {
  /** @param {string} code @param {object} [where] */
  constructor(code, where = {}) {
    super(code);
    this.code = code;
    this.where = where;
  }
}

const encoder = new TextEncoder();

/** @param {string} text @returns {Uint8Array} */
export function utf8(text) {
  return encoder.encode(text);
}

/** Strict: octets that are not UTF-8 are a fault, and a byte order mark is a character like any other.
 * @param {Uint8Array} octets @returns {string} */
export function textOf(octets) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    throw new Fault('text');
  }
}

/** @param {...Uint8Array} parts @returns {Uint8Array} */
export function join(...parts) {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {Uint8Array} a @param {Uint8Array} b */
export function same(a, b) {
  return a.length === b.length && a.every((octet, i) => octet === b[i]);
}

/** @param {...Uint8Array} parts @returns {Promise<Uint8Array>} SHA-256 of the parts joined */
export async function sha256(...parts) {
  return new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', join(...parts)));
}

const HEX = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

/** @param {Uint8Array} octets */
export function hex(octets) {
  let text = '';
  for (const octet of octets) text += HEX[octet];
  return text;
}

/** @param {string} text an even number of lower-case hex digits @returns {Uint8Array} */
export function fromHex(text) {
  const octets = new Uint8Array(text.length / 2);
  for (let i = 0; i < octets.length; ++i) octets[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return octets;
}

/** @param {Uint8Array} octets */
export function base64(octets) {
  let text = '';
  for (let at = 0; at < octets.length; at += 4096) text += String.fromCharCode(...octets.subarray(at, at + 4096));
  return btoa(text);
}

/** Strict (RFC 4648 section 4): there is one text for each row of octets.
 * @param {string} text @returns {Uint8Array | null} */
export function fromBase64(text) {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  try {
    const octets = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return base64(octets) === text ? octets : null;
  } catch {
    return null;
  }
}

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

/** An id as text: its prefix and 26 digits of Crockford's base32, most significant first.
 * @param {string} prefix @param {Uint8Array} id */
export function idText(prefix, id) {
  let rest = BigInt('0x' + hex(id));
  let digits = '';
  for (let i = 0; i < 26; ++i) {
    digits = DIGITS[Number(rest & 31n)] + digits;
    rest >>= 5n;
  }
  return `${prefix}_${digits}`;
}

/** @param {string} prefix @param {string} text @returns {Uint8Array | null} the id, if it is one of this kind */
export function idOctets(prefix, text) {
  if (!text.startsWith(prefix + '_') || text.length !== prefix.length + 27) return null;
  let whole = 0n;
  for (const digit of text.slice(prefix.length + 1)) {
    const value = DIGITS.indexOf(digit);
    if (value < 0) return null;
    whole = (whole << 5n) | BigInt(value);
  }
  return whole >> 128n === 0n ? fromHex(whole.toString(16).padStart(32, '0')) : null;
}

/** @param {number} value below 2^53 @returns {Uint8Array} eight octets, big-endian */
export function be64(value) {
  const octets = new Uint8Array(8);
  new DataView(octets.buffer).setBigUint64(0, BigInt(value));
  return octets;
}

/** A number of the form that a packet writes: decimal, no sign, no leading zero. @param {string} text */
export function decimal(text) {
  return /^(0|[1-9][0-9]{0,15})$/.test(text) && Number(text) <= Number.MAX_SAFE_INTEGER ? Number(text) : null;
}

const JAPAN = 9 * 3600 * 1000;

/** @param {number} micros since 1970 */
export function utcTime(micros) {
  const millis = Math.floor(micros / 1000);
  return new Date(millis).toISOString().slice(0, -1) + String(micros - millis * 1000).padStart(3, '0') + 'Z';
}

/** @param {number} micros since 1970 */
export function japanTime(micros) {
  return new Date(Math.floor(micros / 1000) + JAPAN).toISOString().slice(0, 19).replace('T', ' ');
}
