// The rows of a packet from its own octets: entries, their chain, opened payloads and attachments
// (docs/formats/packet.md, "What a checker does", 4 and 7).
import { takeCaseAct } from './case.js';
import { accessFacts, attachmentsOf, readEntry, sealedFacts } from './entry.js';
import { STATUS } from './manifest.js';
import { leafHash } from './merkle.js';
import { Fault, fromHex, hex, idText, japanTime, same } from './octets.js';
import { blobOf, openPayload } from './payload.js';
import { OPENED } from './words.js';
import { readMember } from './zip.js';

/** What later steps need of a shown row.
 * @typedef {{entry: import('./entry.js').Entry, leaf: Uint8Array, facility: string | null, written: Record<string, string> | null}} ShownRow */

export const BUNDLE = 256;
const KEEP_ENTRIES = 1000;   // whole entries are kept for as many rows as have a proof of their own
const EXTENSION = { 1: ['jpg', 'image/jpeg'], 2: ['png', 'image/png'], 3: ['pdf', 'application/pdf'] };
const ZEROS = '0'.repeat(64);

/** @param {string} folder @param {number} number */
export function bundleName(folder, number) {
  return `${folder}/${String(number).padStart(3, '0')}`;
}

/** The items of a bundle: a length of so many octets before each. An item of length 0 is null.
 * @param {Uint8Array} octets @param {number} lengthSize @param {number} count @param {string} file */
export function parseItems(octets, lengthSize, count, file) {
  const items = [];
  let at = 0;
  for (let i = 0; i < count; ++i) {
    if (at + lengthSize > octets.length) throw new Fault('bundle-form', { file });
    let length = 0;
    for (let k = 0; k < lengthSize; ++k) length = length * 256 + octets[at + k];
    at += lengthSize;
    if (at + length > octets.length) throw new Fault('bundle-form', { file });
    items.push(length === 0 ? null : octets.subarray(at, at + length));
    at += length;
  }
  if (at !== octets.length) throw new Fault('bundle-form', { file });
  return items;
}

/** Of a shown row, or of a neighbour of the period. @param {object} packet @param {object} row @param {Uint8Array} octets @returns {Promise<ShownRow>} */
async function readShown(packet, row, octets, find) {
  const entry = readEntry(octets);
  entry.access = accessFacts(entry);
  const leaf = await leafHash(octets);
  if (hex(leaf) !== row.leaf_hash) find('row-leaf');
  if (!same(entry.subject, packet.subject)) find('row-subject', { position: entry.position });
  if (entry.ordinal !== row.ordinal) find('row-entry-ordinal', { position: entry.position });
  const before = row.ordinal === 1 ? ZEROS : packet.manifest.rows[row.ordinal - 2]?.leaf_hash;
  if (hex(entry.subjectPrevious) !== before) find('row-chain', { position: entry.position });
  const facility = entry.facility.some((octet) => octet !== 0) ? idText('fac', entry.facility) : null;
  return { entry, leaf, facility, written: null };
}

/** Records and the words of a step are opened, unless they are another facility's that is to be asked (product.md no. 3): whoever makes a packet
 * can't leave the text of a record out without saying that it is withheld.
 * @param {import('./manifest.js').Manifest} manifest @param {object} row @param {ShownRow} shown */
function isLeftOut(manifest, row, { entry, facility }) {
  if (!OPENED.has(entry.type)) return row.content_state !== 'none';
  if (row.content_state !== 'other_facility') return row.content_state === 'none';
  const { kinds, result } = manifest.case;
  return manifest.audience !== 'person' ||
    (facility === manifest.issuer.facility_id && kinds.includes('records') && result !== 'no_data');
}

/** @param {object} packet @param {object} row @param {import('./entry.js').Entry} entry @param {Uint8Array[]} keys */
async function checkAttachments(packet, row, entry, keys, find) {
  const listed = attachmentsOf(entry);
  if (row.files.length !== listed.length || keys.length !== listed.length) return find('attachment-count');
  for (let k = 0; k < listed.length; ++k) {
    const [extension, media] = EXTENSION[listed[k].media] ?? ['', ''];
    const file = row.files[k];
    packet.used.add(file.name);
    const name = `attachments/${entry.position}-${k + 1}.${extension}`;
    if (file.name !== name) find('attachment-name', { file: file.name });
    if (file.media !== media || file.bytes !== listed[k].bytes) find('attachment-form', { file: file.name });
    if (packet.digests.get(file.name) !== file.sha256) find('attachment-digest', { file: file.name });
    const octets = await readMember(packet.container, file.name);
    if (await blobOf(octets, keys[k]) !== hex(listed[k].blob)) find('attachment-blob', { file: file.name });
  }
}

/** One row; everything that is wrong with it goes to `find`. @returns {Promise<ShownRow | null>} */
async function checkRow(packet, row, octets, sealed, find) {
  if (row.status !== STATUS.shown) {
    if (sealed !== null) find('payload-unexpected');
    if (octets === null) return null;
    return row.status === STATUS.withheld ? find('row-entry-unexpected') : readShown(packet, row, octets, find);
  }
  if (octets === null) return find('row-entry-missing');
  const shown = await readShown(packet, row, octets, find);
  if (isLeftOut(packet.manifest, row, shown)) find('content-left-out');
  if (row.key === null) {
    if (sealed !== null) find('payload-unexpected');
    return shown;
  }
  if (sealed === null) return find('payload-missing'), shown;
  const plaintext = await openPayload(shown.entry, sealed, fromHex(row.key));
  const content = sealedFacts(shown.entry, plaintext);
  await checkAttachments(packet, row, shown.entry, content.attachmentKeys, find);
  return { ...shown, written: content.written };
}

/** @param {import('./run.js').Run} run @param {object} packet @param {string} folder @param {number} number @param {number} size */
async function readBundle(run, packet, folder, number, size) {
  const file = bundleName(folder, number);
  const count = Math.min(BUNDLE, packet.manifest.rows.length - number * BUNDLE);
  const first = number * BUNDLE;
  packet.used.add(file);
  const empty = new Array(count).fill(null);
  if (folder === 'payloads' && packet.manifest.rows.slice(first, first + count).every((row) => row.key === null)) {
    packet.used.delete(file);
    return empty;
  }
  return (await run.part(async () => parseItems(await readMember(packet.container, file), size, count, file))) ?? empty;
}

/** What must hold from one shown row to the next.
 * @param {import('./run.js').Run} run @param {object} packet @param {number} ordinal @param {ShownRow} shown
 * @param {{position: number, time: number}} last */
function checkOrder(run, packet, ordinal, shown, last) {
  const { position, recordedAt } = shown.entry;
  if (position <= last.position) run.find('row-position', { row: ordinal, position });
  if (recordedAt < last.time) run.find('row-time', { row: ordinal, position });
  if (position >= packet.manifest.ledger.as_of) run.find('row-beyond', { row: ordinal, position });
  [last.position, last.time] = [position, recordedAt];
}

/** All rows, bundle by bundle. @param {import('./run.js').Run} run @param {object} packet
 * @returns {Promise<(ShownRow | null)[]>} by ordinal, from index 0 for ordinal 1 */
export async function checkRows(run, packet) {
  const { rows } = packet.manifest;
  const shownRows = [];
  const last = { position: -1, time: 0 };
  let kept = 0;
  for (let number = 0; number * BUNDLE < rows.length; ++number) {
    run.step('rows', number * BUNDLE, rows.length);
    const entries = await readBundle(run, packet, 'entries', number, 2);
    const payloads = await readBundle(run, packet, 'payloads', number, 4);
    const checked = await Promise.all(entries.map((octets, i) => {
      const where = { row: number * BUNDLE + i + 1 };
      const find = (code, more) => {
        run.find(code, { ...where, ...more });
        return null;
      };
      return run.part(() => checkRow(packet, rows[number * BUNDLE + i], octets, payloads[i], find), where);
    }));
    checked.forEach((shown, i) => {
      const ordinal = number * BUNDLE + i + 1, isShown = rows[ordinal - 1].status === STATUS.shown;
      shownRows.push(isShown ? shown : null);
      if (shown === null) return;
      checkOrder(run, packet, ordinal, shown, last);
      packet.days.set(ordinal, japanTime(shown.entry.recordedAt).slice(0, 10));
      if (isShown) takeCaseAct(packet, shown, rows[ordinal - 1]);
      if (isShown) shown.entry = slim(shown.entry, ++kept <= KEEP_ENTRIES);
      else packet.neighbours.set(shown.entry.position, shown.leaf);
    });
  }
  for (const file of packet.container.members.keys()) {
    if (/^(entries|payloads|attachments)\//.test(file) && !packet.used.has(file)) run.find('file-extra', { file });
  }
  return shownRows;
}

/** Lets go of a bundle's octets. @param {import('./entry.js').Entry} entry @param {boolean} whole */
function slim(entry, whole) {
  const { type, position, recordedAt, occurredOn, purpose, purposeSource, outcome, basisKind, basisId, account, policy, profession, access } = entry;
  const octets = whole ? entry.octets.slice() : null;
  return { octets, type, position, recordedAt, occurredOn, purpose, purposeSource, outcome, basisKind, basisId, account, policy, profession, access };
}
