// usage.jsonl, line by line, against the entries and the manifest's words: every member is made anew but `content`, of which
// only what was written is (docs/formats/packet.md, "What a checker does", 8, without a full reader of payloads).
import { canonical, parseCanonical, PURPOSE, STATUS } from './manifest.js';
import { Fault, japanTime, textOf, utcTime } from './octets.js';
import { RowReader } from './words.js';

const SLICE = 1024 * 1024;
const SHOWN_MEMBERS = ['ordinal', 'status', 'position', 'leaf_hash', 'recorded_at', 'recorded_at_japan', 'occurred_on', 'facility_id',
  'facility', 'profession', 'actor', 'operation', 'object', 'count', 'purpose', 'purpose_label', 'purpose_source', 'basis_kind',
  'basis', 'outcome', 'reason', 'content_state', 'content'];
const OTHER_MEMBERS = ['ordinal', 'status', 'leaf_hash', 'withheld'];

const PURPOSE_SOURCE = { 1: 'operation', 2: 'chosen' };
const OUTCOME = { 0: 'success', 1: 'denied' };
const BASIS = { 0: 'none', 1: 'consent', 2: 'pledge', 3: 'disclosure_request', 4: 'assignment', 5: 'city_duty', 6: 'usage_report' };

/** @param {number} days since 1970; 0: not stated */
function dateOf(days) {
  return days === 0 ? null : new Date(days * 86400000).toISOString().slice(0, 10);
}

/** The members of a line that follow from the entry, the payload and the manifest.
 * @param {import('./manifest.js').Row} row @param {import('./rows.js').ShownRow | null} shown @param {RowReader} reader */
function knownMembers(row, shown, reader) {
  const common = { ordinal: row.ordinal, status: row.status, leaf_hash: row.leaf_hash };
  if (row.status !== STATUS.shown) return { ...common, withheld: row.withheld };
  if (shown === null) return common;
  const { entry } = shown, purpose = PURPOSE[entry.purpose];
  return {
    ...common, ...reader.read(entry, shown.facility, purpose), position: entry.position, recorded_at: utcTime(entry.recordedAt), recorded_at_japan: japanTime(entry.recordedAt),
    occurred_on: dateOf(entry.occurredOn), facility_id: shown.facility, purpose,
    purpose_source: PURPOSE_SOURCE[entry.purposeSource], basis_kind: BASIS[entry.basisKind], outcome: OUTCOME[entry.outcome],
    content_state: row.content_state,
  };
}

/** The first member of a line that is not as it must be, or null.
 * @param {string} line @param {import('./manifest.js').Row} row @param {import('./rows.js').ShownRow | null} shown @param {RowReader} reader */
export function wrongMember(line, row, shown, reader) {
  const known = knownMembers(row, shown, reader);  // before anything else: it counts people and bases
  const value = parseCanonical(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'line';
  const members = row.status === STATUS.shown ? SHOWN_MEMBERS : OTHER_MEMBERS;
  const found = Object.keys(value);
  const misplaced = members.find((name, i) => found[i] !== name) ?? found[members.length];
  if (misplaced !== undefined) return misplaced;
  for (const [name, proven] of Object.entries(known)) {
    if (proven === undefined || canonical(value[name]) !== canonical(proven)) return name;
  }
  if (row.status !== STATUS.shown) return null;
  return wrongContent(value.content, row, shown);
}

/** Content may be there though no payload is opened: what the entry itself says. What was written is there only if it is.
 * @param {any} content @param {import('./manifest.js').Row} row @param {import('./rows.js').ShownRow | null} shown */
function wrongContent(content, row, shown) {
  const opened = row.content_state === 'shown';
  if (typeof content !== 'object' || (content === null ? opened : row.content_state === 'other_facility')) return 'content';
  if (!opened) return content !== null && Object.hasOwn(content, 'text') ? 'content.text' : null;
  const wrong = Object.entries(shown?.written ?? {}).find(([name, written]) => content[name] !== written);
  return wrong === undefined ? null : `content.${wrong[0]}`;
}

/** Lines of a member, by slices. A last line without a line feed is an error.
 * @param {import('./zip.js').Container} container @param {string} file @param {(done: number, total: number) => void} step */
async function* linesOf(container, file, step) {
  const member = container.members.get(file);
  if (member === undefined) throw new Fault('file-missing', { file });
  let rest = new Uint8Array();
  for (let at = 0; at < member.size; at += SLICE) {
    step(at, member.size);
    const from = member.offset + at;
    const piece = new Uint8Array(await container.file.slice(from, Math.min(from + SLICE, member.offset + member.size)).arrayBuffer());
    const octets = new Uint8Array(rest.length + piece.length);
    octets.set(rest);
    octets.set(piece, rest.length);
    let start = 0;
    for (let end = octets.indexOf(10); end >= 0; end = octets.indexOf(10, start)) {
      yield octets.subarray(start, end);
      start = end + 1;
    }
    rest = octets.slice(start);
  }
  if (rest.length > 0) throw new Fault('usage-lines', { file });
}

/** @param {import('./run.js').Run} run @param {object} packet */
export async function checkUsage(run, packet) {
  const file = 'usage.jsonl';
  const { rows, words } = packet.manifest, reader = new RowReader(words);
  let line = 0;
  for await (const octets of linesOf(packet.container, file, (done, total) => run.step('words', done, total))) {
    const row = rows[line++];
    if (row === undefined) throw new Fault('usage-lines', { file });
    const text = await run.part(() => textOf(octets), { file, row: line });
    const field = wrongMember(text ?? '', row, packet.shown[line - 1], reader);
    if (text !== null && field !== null) run.find('usage-member', { file, row: line, field });
  }
  if (line !== rows.length) throw new Fault('usage-lines', { file });
}
