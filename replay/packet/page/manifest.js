// manifest.json: read strictly, so that every octet of it means something, and its rows and files named.
import { Fault, idOctets, textOf } from './octets.js';

/** @typedef {{name: string, media: string, bytes: number, sha256: string}} RowFile */
/** @typedef {{recorded_on: string | null, facility: string, operation: string, object: string}} Stated */
/** @typedef {{ground: string, article: string, note: string, stated: Stated}} Withheld */
/** @typedef {{ordinal: number, status: string, leaf_hash: string, key: string | null, content_state: string,
 *   withheld: Withheld | null, files: RowFile[]}} Row */
/** @typedef {{format: string, case: object, audience: string, subject: string, issuer: object, ledger: object,
 *   made_at: string, software: string, fonts: object[], counts: object, columns: object[], words: object, rows: Row[],
 *   files: {name: string, bytes: number, sha256: string}[]}} Manifest */

export const PURPOSE = {
  1: 'CARE', 2: 'COORDINATION', 3: 'INQUIRY_REPLY', 4: 'EXPERT_ADVICE', 5: 'FAMILY_EXPLANATION', 6: 'SERVICE_IMPROVEMENT',
  7: 'CARE_CONFERENCE', 101: 'SYSTEM_ADMIN', 102: 'AUDIT', 103: 'SUBJECT_REQUEST', 104: 'INCIDENT',
};
export const STATUS = { shown: 'shown', withheld: 'withheld', outside: 'outside_period' };

// A form is a predicate, a list of one form (a list of such), or an object whose members come in this order.
const text = (value) => typeof value === 'string';
const below = (end) => (value) => Number.isSafeInteger(value) && value >= 0 && value < end;
const number = below(Infinity);
const hash = (value) => text(value) && /^[0-9a-f]{64}$/.test(value);
const maybeHash = (value) => value === null || hash(value);
const date = (value) => text(value) && /^\d{4}-\d{2}-\d{2}$/.test(value) && value >= '1868' && isDay(value);
const maybeDate = (value) => value === null || date(value);
const instant = (value) => text(value) && /^.{10}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/.test(value) && date(value.slice(0, 10));
const id = (prefix) => (value) => text(value) && idOctets(prefix, value) !== null;
const maybeId = (prefix) => (value) => value === null || id(prefix)(value);
const one = (...words) => (value) => words.includes(value);
const orNull = (form) => ({ orNull: form });

const WITHHELD = { ground: text, article: text, note: text, stated: { recorded_on: maybeDate, facility: text, operation: text, object: text } };
const ROW_FILE = { name: text, media: one('image/jpeg', 'image/png', 'application/pdf'), bytes: number, sha256: hash };
const ROW = {
  ordinal: number, status: one(...Object.values(STATUS)), leaf_hash: hash, key: maybeHash,
  content_state: one('none', 'shown', 'other_facility'), withheld: orNull(WITHHELD), files: [ROW_FILE],
};
const POLICY = {
  number: below(2 ** 32), version: text, title: text, professions: [{ number: below(2 ** 16), ja: text }],
  purposes: [{ code: one(...Object.values(PURPOSE)), ja: text }],
};
const MANIFEST = {
  format: one('renkei packet 1'),
  case: {
    id: id('dsc'), number: text, requester: one('self', 'legal_representative', 'agent', 'bereaved'), method: one('paper', 'electronic'),
    period: { from_on: maybeDate, to_on: maybeDate }, kinds: [one('records', 'usage', 'third_party_records')], records: one('own', 'room'),
    result: one('full', 'part', 'none', 'no_data', null), received_on: date, decided_on: maybeDate,
  },
  audience: one('person', 'auditor'), subject: id('cr'), issuer: { facility_id: maybeId('fac'), name: text },
  ledger: { origin: text, log_key: text, packet_key: text, checkpoint_size: number, as_of: number, heads_position: number },
  made_at: instant, software: text, fonts: [{ name: text, sha256: text }],
  counts: { total: number, shown: number, withheld: number, outside_period: number },
  columns: [{ name: text, how: one('proven', 'stated') }],
  words: {
    city: text, policies: [POLICY], facilities: [{ id: id('fac'), name: text, kind: text }], staff: [{ id: id('acc'), name: text }],
    grounds: [{ code: text, article: text, ja: text }],
  },
  rows: [ROW], files: [{ name: text, bytes: number, sha256: hash }],
};
const BYTES_MAX = 64 * 1024 * 1024, OCTETS_PER_VALUE = 16, FEW_VALUES = 10_000;

/** @param {string} date as 2026-11-22 @returns {boolean} whether the calendar has it */
function isDay(date) {
  const at = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
}

/** @param {any} value @param {any} form @param {string} at */
function checkForm(value, form, at) {
  if (typeof form === 'function') {
    if (!form(value)) throw new Fault('manifest-form', { field: at });
  } else if (Array.isArray(form)) {
    if (!Array.isArray(value)) throw new Fault('manifest-form', { field: at });
    for (let i = 0; i < value.length; ++i) checkForm(value[i], form[0], `${at}[${i}]`);
  } else if ('orNull' in form) {
    if (value !== null) checkForm(value, form.orNull, at);
  } else {
    checkMembers(value, form, at);
  }
}

/** @param {any} value @param {object} form @param {string} at */
function checkMembers(value, form, at) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Fault('manifest-form', { field: at });
  const expected = Object.keys(form), found = Object.keys(value);
  const wrong = expected.findIndex((name, i) => found[i] !== name);
  const field = wrong >= 0 ? expected[wrong] : found[expected.length];
  if (field !== undefined) throw new Fault('manifest-form', { field: at === '' ? field : `${at}.${field}` });
  for (const name of expected) checkForm(value[name], form[name], at === '' ? name : `${at}.${name}`);
}

const SHORT = { b: '\\u0008', t: '\\u0009', f: '\\u000c', r: '\\u000d' };

/** The one text that a packet writes for a value: no white space, members as they came, `"` and `\` behind a `\`, line
 * feed as `\n`, other control characters as `\u00xx`. @param {any} value */
export function canonical(value) {
  return JSON.stringify(value).replace(/\\(.)/g, (escape, letter) => SHORT[letter] ?? escape);
}

/** @param {string} line @returns {any} undefined unless the text is just what `canonical` writes */
export function parseCanonical(line) {
  try {
    const value = JSON.parse(line);
    return canonical(value) === line ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Uint8Array} octets @returns {Manifest} */
export function parseManifest(octets) {
  let manifest, values = 0;
  for (const octet of octets) values += octet === 0x2c || octet === 0x5b || octet === 0x7b;
  if (octets.length > BYTES_MAX || values > FEW_VALUES + octets.length / OCTETS_PER_VALUE) throw new Fault('manifest-large');
  try {
    manifest = parseCanonical(textOf(octets));
  } catch {
    manifest = undefined;
  }
  if (manifest === undefined) throw new Fault('manifest-text');
  checkForm(manifest, MANIFEST, '');
  return manifest;
}
