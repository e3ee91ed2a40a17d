// An entry by its fixed offsets (docs/formats/ledger.md, "Entry"), and a strict reader of Cap'n Proto pointers for the
// few facts that a packet needs.
import { Fault, hex, idText, textOf } from './octets.js';

/** @typedef {{octets: Uint8Array, position: number, type: number, schemaVersion: number, eventId: Uint8Array, stream: Uint8Array,
 *   recordedAt: number, facility: Uint8Array, subject: Uint8Array, ordinal: number, subjectPrevious: Uint8Array,
 *   payloadKey: Uint8Array, payloadDigest: Uint8Array, payloadLength: number, occurredOn: number, purpose: number,
 *   purposeSource: number, outcome: number, basisKind: number, policy: number, profession: number, account: string | null,
 *   basisId: string}} Entry `account`: an id's text; `basisId`: hex digits */
/** @typedef {{id: Uint8Array, media: number, bytes: number, blob: Uint8Array}} Attachment */

export const TYPE = {
  ledgerInitialised: 101, subjectHeadsSealed: 104, careRecipientRegistered: 1102, careSettingChanged: 1103, consentFormReceived: 1201,
  roomRequestSubmitted: 1301, roomRequestReturned: 1302, roomRequestRejected: 1304, roomMemberAssigned: 1404, roomClosed: 1407, roomReopened: 1408,
  messagePosted: 1501, messageCorrected: 1502, recordListed: 1601, recordViewed: 1602, accessDenied: 1603,
  disclosureRequested: 1801, scopeClarified: 1803, disclosureDecided: 1806,
};
const FIRST_DAY = -37255, LAST_DAY = 2932896;  // 1868 to 9999: what every reader's calendar holds
const ROOM_LIST = 8;
const DATA_WORDS = 46, ENTRY_MAX = 65528, FORMAT = 1;
// Which pointer of the facts, and which of the sealed content, lists the attachments and their keys.
const ATTACHMENTS = { [TYPE.messagePosted]: [1, 1], [TYPE.consentFormReceived]: [4, 2] };
// Which pointers of the sealed content are what was written, by their names in usage.jsonl.
const WRITTEN = {
  [TYPE.messagePosted]: { text: 0 }, [TYPE.messageCorrected]: { text: 0, reason: 1 }, [TYPE.roomRequestReturned]: { note: 0 },
  [TYPE.roomRequestRejected]: { reason: 0 }, [TYPE.roomMemberAssigned]: { basis: 0 }, [TYPE.roomClosed]: { reason: 0 }, [TYPE.roomReopened]: { reason: 0 },
};

/** @param {boolean} holds */
function require(holds) {
  if (!holds) throw new Fault('entry-form');
}

/** One message in one segment. No pointer leads out of it, and nothing is read twice over by way of many pointers. */
export class Message {
  /** @param {Uint8Array} octets */
  constructor(octets) {
    require(octets.length >= 16 && octets.length % 8 === 0);
    this.view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
    this.octets = octets;
    this.left = octets.length / 8;
    require(this.view.getUint32(0, true) === 0 && this.view.getUint32(4, true) === octets.length / 8 - 1);
  }

  /** Where a pointer leads, or null for a null pointer. @param {number} at @param {number} kind @param {number} wordsOf */
  target(at, kind) {
    const low = this.view.getUint32(at, true), high = this.view.getUint32(at + 4, true);
    if (low === 0 && high === 0) return null;
    require((low & 3) === kind);
    return { start: at + 8 + ((low | 0) >> 2) * 8, high };
  }

  /** @param {number} start @param {number} words */
  spend(start, words) {
    this.left -= words;
    require(start >= 8 && start + words * 8 <= this.octets.length && this.left >= 0);
  }

  /** @param {number} at of a pointer @returns {Struct} */
  struct(at) {
    const found = this.target(at, 0);
    if (found === null) return new Struct(this, at, 0, 0);
    const data = found.high & 0xffff, pointers = found.high >>> 16;
    this.spend(found.start, data + pointers);
    return new Struct(this, found.start, data, pointers);
  }

  /** @param {number} at of a pointer to a list of elements of this size code @returns {{start: number, count: number}} */
  list(at, size, words) {
    const found = this.target(at, 1);
    if (found === null) return { start: at, count: 0 };
    require((found.high & 7) === size);
    const count = found.high >>> 3;
    this.spend(found.start, words(count));
    return { start: found.start, count };
  }
}

const OCTETS = 2, HALVES = 3, WORDS = 4, POINTERS = 6, STRUCTS = 7;

class Struct {
  /** @param {Message} message @param {number} start @param {number} data words @param {number} pointers */
  constructor(message, start, data, pointers) {
    Object.assign(this, { message, start, data, pointers });
  }

  /** Fields that an older writer did not know are zero. @param {number} offset in octets */
  u16(offset) {
    return offset + 2 <= this.data * 8 ? this.message.view.getUint16(this.start + offset, true) : 0;
  }

  u32(offset) {
    return offset + 4 <= this.data * 8 ? this.message.view.getUint32(this.start + offset, true) : 0;
  }

  u64(offset) {
    if (offset + 8 > this.data * 8) return 0;
    const value = this.message.view.getBigUint64(this.start + offset, true);
    require(value <= BigInt(Number.MAX_SAFE_INTEGER));
    return Number(value);
  }

  pointer(index) {
    return index < this.pointers ? this.start + (this.data + index) * 8 : null;
  }

  struct(index) {
    const at = this.pointer(index);
    return at === null ? new Struct(this.message, this.start, 0, 0) : this.message.struct(at);
  }

  octets(index) {
    const at = this.pointer(index);
    return at === null ? new Uint8Array() : octetsAt(this.message, at);
  }

  text(index) {
    const octets = this.octets(index);
    if (octets.length === 0) return '';
    require(octets[octets.length - 1] === 0);
    return textOf(octets.subarray(0, -1));
  }

  octetsList(index) {
    const at = this.pointer(index);
    if (at === null) return [];
    const { start, count } = this.message.list(at, POINTERS, (n) => n);
    return Array.from({ length: count }, (_, i) => octetsAt(this.message, start + i * 8));
  }

  u16s(index) {
    const at = this.pointer(index);
    if (at === null) return [];
    const { start, count } = this.message.list(at, HALVES, (n) => Math.ceil(n / 4));
    return Array.from({ length: count }, (_, i) => this.message.view.getUint16(start + i * 2, true));
  }

  i32s(index) {
    const at = this.pointer(index);
    if (at === null) return [];
    const { start, count } = this.message.list(at, WORDS, (n) => Math.ceil(n / 2));
    return Array.from({ length: count }, (_, i) => this.message.view.getInt32(start + i * 4, true));
  }

  structs(index) {
    const at = this.pointer(index);
    if (at === null) return [];
    const { start, count: words } = this.message.list(at, STRUCTS, (n) => n + 1);
    if (words === 0) return [];
    const tag = this.message.view.getUint32(start, true), high = this.message.view.getUint32(start + 4, true);
    const count = tag >>> 2, data = high & 0xffff, pointers = high >>> 16;
    require((tag & 3) === 0 && count * (data + pointers) === words && data + pointers > 0);
    return Array.from({ length: count }, (_, i) =>
      new Struct(this.message, start + 8 + i * (data + pointers) * 8, data, pointers));
  }
}

/** @param {Message} message @param {number} at */
function octetsAt(message, at) {
  const { start, count } = message.list(at, OCTETS, (n) => Math.ceil(n / 8));
  return message.octets.subarray(start, start + count);
}

/** @param {Uint8Array} octets @returns {Entry} */
export function readEntry(octets) {
  require(octets.length >= 16 + (DATA_WORDS + 2) * 8 && octets.length <= ENTRY_MAX);
  const view = new Message(octets).view;
  const data = view.getUint16(12, true), pointers = view.getUint16(14, true);
  require(view.getUint32(8, true) === 0 && data >= DATA_WORDS && pointers >= 2 && 16 + (data + pointers) * 8 <= octets.length);
  require(view.getUint16(16, true) === FORMAT);
  const part = (at, size) => octets.subarray(at, at + size);
  const number = (at) => {
    const value = view.getBigInt64(at, true);
    require(value >= 0n && value <= BigInt(Number.MAX_SAFE_INTEGER));
    return Number(value);
  };
  const occurredOn = view.getInt32(364, true), account = part(112, 16);
  require(occurredOn >= FIRST_DAY && occurredOn <= LAST_DAY);
  return {
    octets, type: view.getUint16(18, true), schemaVersion: view.getUint16(20, true), position: number(24),
    eventId: part(64, 16), stream: part(80, 16), recordedAt: number(104), facility: part(128, 16), subject: part(160, 16), ordinal: number(176),
    subjectPrevious: part(184, 32), payloadKey: part(312, 16), payloadDigest: part(328, 32),
    payloadLength: view.getUint32(360, true), occurredOn, policy: view.getUint32(368, true),
    profession: view.getUint16(372, true), account: account.some((octet) => octet !== 0) ? idText('acc', account) : null,
    basisId: hex(part(296, 16)), purpose: view.getUint16(376, true),
    purposeSource: view.getUint16(378, true), outcome: view.getUint16(380, true), basisKind: view.getUint16(382, true),
  };
}

/** @param {Entry} entry @returns {Struct} */
function factsOf(entry) {
  const message = new Message(entry.octets);
  return message.struct(16 + message.view.getUint16(12, true) * 8 + 8);
}

/** @param {Entry} entry @returns {{origin: string, city: string, logKey: string, packetKey: string}} */
export function ledgerFacts(entry) {
  require(entry.type === TYPE.ledgerInitialised && entry.position === 0);
  const facts = factsOf(entry);
  return { origin: facts.text(0), city: facts.text(1), logKey: facts.text(2), packetKey: facts.text(3) };
}

/** @param {Entry} entry @returns {{asOf: number, count: number, root: Uint8Array}} */
export function headsFacts(entry) {
  require(entry.type === TYPE.subjectHeadsSealed);
  const facts = factsOf(entry);
  return { asOf: facts.u64(0), count: facts.u64(8), root: facts.octets(0) };
}

/** What an entry of a disclosure case says of it, in numbers of its codes and days since 1970; null for any other.
 * @param {Entry} entry @returns {{id: string, facts: object} | null} */
export function caseFacts(entry) {
  const { disclosureRequested, scopeClarified, disclosureDecided } = TYPE;
  if (![disclosureRequested, scopeClarified, disclosureDecided].includes(entry.type)) return null;
  const facts = factsOf(entry), id = idText('dsc', facts.octets(0));
  const period = (index) => ({ from: facts.struct(index).i32s(0), to: facts.struct(index).i32s(1) });
  if (entry.type === disclosureDecided) return { id, facts: { result: facts.u16(0) } };
  if (entry.type === scopeClarified) return { id, facts: { records: facts.u16(0), period: period(1), kinds: facts.u16s(2) } };
  return { id, facts: { number: facts.text(1), requester: facts.u16(0), method: facts.u16(2), receivedOn: facts.u32(4) | 0 } };
}

/** What an entry about an access says of it; zeros for any other. `object` and `rule` are numbers of ObjectKind and Rejection.
 * @param {Entry} entry @returns {{object: number, rule: number, count: number}} */
export function accessFacts(entry) {
  if (entry.type === TYPE.recordListed) return { object: ROOM_LIST, rule: 0, count: 1 };
  if (entry.type !== TYPE.recordViewed && entry.type !== TYPE.accessDenied) return { object: 0, rule: 0, count: 0 };
  const facts = factsOf(entry), number = facts.u16(0), count = facts.u32(4);
  return entry.type === TYPE.recordViewed ? { object: number, rule: 0, count } : { object: 0, rule: number, count };
}

/** @param {Entry} entry @returns {Attachment[]} */
export function attachmentsOf(entry) {
  if (!(entry.type in ATTACHMENTS)) return [];
  return factsOf(entry).structs(ATTACHMENTS[entry.type][0]).map((attachment) => ({
    media: attachment.u16(0), bytes: attachment.u64(8), id: attachment.octets(0), blob: attachment.octets(1),
  }));
}

/** What an opened payload holds of the things that a packet shows.
 * @param {Entry} entry @param {Uint8Array} plaintext @returns {{attachmentKeys: Uint8Array[], written: Record<string, string>}} */
export function sealedFacts(entry, plaintext) {
  const root = new Message(plaintext).struct(8);
  return {
    attachmentKeys: entry.type in ATTACHMENTS ? root.octetsList(ATTACHMENTS[entry.type][1]) : [],
    written: Object.fromEntries(Object.entries(WRITTEN[entry.type] ?? {}).map(([name, index]) => [name, root.text(index)])),
  };
}
