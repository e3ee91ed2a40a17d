// manifest.json: read strictly, so that every octet of it means something, and its rows and files named.
import { Fault, textOf } from './octets.js';

/** @typedef {{name: string, media: string, bytes: number, sha256: string}} RowFile */
/** @typedef {{recorded_on: string | null, facility: string, operation: string, object: string}} Stated */
/** @typedef {{ground: string, article: string, note: string, stated: Stated}} Withheld */
/** @typedef {{ordinal: number, status: string, leaf_hash: string, key: string | null, content_state: string,
 *   withheld: Withheld | null, files: RowFile[]}} Row */
/** @typedef {{format: string, case: object, audience: string, subject: string, issuer: object, ledger: object,
 *   made_at: string, software: string, fonts: object[], counts: object, columns: object[], words: object, rows: Row[],
 *   files: {name: string, bytes: number, sha256: string}[]}} Manifest */

export const STATUS = { shown: 'shown', withheld: 'withheld', outside: 'outside_period' };

// A form is a predicate, a list of one form (a list of such), or an object whose members come in this order.
const text = (value) => typeof value === 'string';
const maybeText = (value) => value === null || text(value);
const number = (value) => Number.isSafeInteger(value) && value >= 0;
const hash = (value) => text(value) && /^[0-9a-f]{64}$/.test(value);
const maybeHash = (value) => value === null || hash(value);
const any = () => true;
const one = (...words) => (value) => words.includes(value);
const orNull = (form) => ({ orNull: form });
const ground = (value) => value !== null && typeof value === 'object' && text(value.code) && text(value.ja);

const WITHHELD = { ground: text, article: text, note: text, stated: { recorded_on: maybeText, facility: text, operation: text, object: text } };
const ROW_FILE = { name: text, media: one('image/jpeg', 'image/png', 'application/pdf'), bytes: number, sha256: hash };
const ROW = {
  ordinal: number, status: one(...Object.values(STATUS)), leaf_hash: hash, key: maybeHash,
  content_state: one('none', 'shown', 'other_facility'), withheld: orNull(WITHHELD), files: [ROW_FILE],
};
const MANIFEST = {
  format: one('renkei packet 1'),
  case: {
    id: text, number: text, requester: text, method: text, period: { from_on: maybeText, to_on: maybeText }, kinds: [text],
    records: text, result: maybeText, received_on: maybeText, decided_on: maybeText,
  },
  audience: text, subject: text, issuer: { facility_id: maybeText, name: text },
  ledger: { origin: text, log_key: text, packet_key: text, checkpoint_size: number, as_of: number, heads_position: number },
  made_at: text, software: text, fonts: [{ name: text, sha256: hash }],
  counts: { total: number, shown: number, withheld: number, outside_period: number },
  columns: [{ name: text, how: one('proven', 'stated') }],
  words: { city: text, policies: [any], facilities: [any], staff: [any], grounds: [ground] },
  rows: [ROW], files: [{ name: text, bytes: number, sha256: hash }],
};

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
  let manifest;
  try {
    manifest = parseCanonical(textOf(octets));
  } catch {
    manifest = undefined;
  }
  if (manifest === undefined) throw new Fault('manifest-text');
  checkForm(manifest, MANIFEST, '');
  return manifest;
}

/** What must agree within the manifest itself; gives Faults, none of which keeps the rest from being checked.
 * @param {Manifest} manifest @returns {Fault[]} */
export function manifestFaults(manifest) {
  const faults = [];
  const counted = { total: manifest.rows.length, shown: 0, withheld: 0, outside_period: 0 };
  manifest.rows.forEach((row, i) => {
    ++counted[row.status];
    if (row.ordinal !== i + 1) faults.push(new Fault('row-ordinal', { row: i + 1 }));
    if ((row.key !== null) !== (row.content_state === 'shown')) faults.push(new Fault('row-key', { row: i + 1 }));
    if (row.status !== STATUS.shown && row.content_state !== 'none') faults.push(new Fault('row-content', { row: i + 1 }));
    if ((row.withheld !== null) !== (row.status === STATUS.withheld)) faults.push(new Fault('row-withheld', { row: i + 1 }));
    if (row.files.length > 0 && row.content_state !== 'shown') faults.push(new Fault('row-files', { row: i + 1 }));
  });
  for (const name of Object.keys(counted)) {
    if (manifest.counts[name] !== counted[name]) faults.push(new Fault('counts', { field: `counts.${name}` }));
  }
  for (let i = 1; i < manifest.files.length; ++i) {
    if (manifest.files[i].name <= manifest.files[i - 1].name) faults.push(new Fault('files-order', { file: manifest.files[i].name }));
  }
  return faults;
}
