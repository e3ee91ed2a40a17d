// The case in the manifest, against what the ledger's own entries say of it. A fact whose entry is withheld or outside the
// period is the city's word only (replay/packet/check_case.cpp says the same).
import { caseFacts, TYPE } from './entry.js';
import { STATUS } from './manifest.js';
import { hex, idText, japanTime } from './octets.js';

const REQUESTER = { 1: 'self', 2: 'legal_representative', 3: 'agent', 4: 'bereaved' };
const METHOD = { 1: 'paper', 2: 'electronic' };
const KIND = { 1: 'records', 2: 'usage', 3: 'third_party_records' };
const RECORDS = { 1: 'own', 2: 'room' };
const RESULT = { 1: 'full', 2: 'part', 3: 'none', 4: 'no_data' };

/** @param {number[]} days since 1970: none or one */
const dayOf = (days) => (days.length === 0 ? null : dateText(days[0]));
const dateText = (day) => new Date(day * 86400000).toISOString().slice(0, 10);

/** The members of the manifest's case that an entry tells; the issuer's id beside them.
 * @param {import('./entry.js').Entry} entry @param {object} facts */
function told(entry, facts) {
  if (entry.type === TYPE.disclosureRequested) {
    return {
      number: facts.number, requester: REQUESTER[facts.requester], method: METHOD[facts.method], received_on: dateText(facts.receivedOn),
      facility_id: idText('fac', entry.stream),
    };
  }
  if (entry.type === TYPE.scopeClarified) {
    const period = { from_on: dayOf(facts.period.from), to_on: dayOf(facts.period.to) };
    return { records: RECORDS[facts.records], period, kinds: facts.kinds.map((kind) => KIND[kind]) };
  }
  return { result: RESULT[facts.result], decided_on: japanTime(entry.recordedAt).slice(0, 10) };
}

/** Takes what a shown row tells of the packet's case; the last of each kind counts.
 * @param {object} packet @param {import('./rows.js').ShownRow} shown @param {object} row */
export function takeCaseAct(packet, shown, row) {
  if (hex(shown.leaf) !== row.leaf_hash) return;
  const found = caseFacts(shown.entry);
  if (found === null || found.id !== packet.manifest.case.id) return;
  packet.acts.set(shown.entry.type, { position: shown.entry.position, said: told(shown.entry, found.facts) });
}

/** @param {import('./run.js').Run} run @param {object} packet */
export function checkCase(run, packet) {
  const { manifest, acts } = packet;
  const allShown = manifest.rows.every((row, i) => row.status === STATUS.shown && packet.shown[i] !== null);
  if (allShown && !acts.has(TYPE.disclosureRequested)) run.find('case-unknown', { field: 'case.id' });
  for (const { position, said } of acts.values()) {
    const { facility_id: asked, ...members } = said;
    for (const [name, value] of Object.entries(members)) {
      if (JSON.stringify(manifest.case[name]) !== JSON.stringify(value)) run.find('case-field', { field: `case.${name}`, position });
    }
    // The city keeps its cases under the ledger's own id, which no facility has.
    const issuer = manifest.issuer.facility_id;
    if (asked !== undefined && issuer !== null && issuer !== asked) run.find('case-field', { field: 'issuer.facility_id', position });
  }
}
