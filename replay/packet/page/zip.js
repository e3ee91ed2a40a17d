// The container (docs/formats/packet.md, "Container"): a ZIP that can be read in one way only. Octets are read by
// File.slice, so a packet of any size needs no more memory than its largest member.
import { Fault, textOf } from './octets.js';

/** @typedef {{name: string, header: number, offset: number, size: number, crc: number}} Member `header`: of its local header */
/** @typedef {{file: Blob, members: Map<string, Member>}} Container */

const LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50, END64 = 0x06064b50, LOCATOR64 = 0x07064b50;
const FULL32 = 0xffffffff, FULL16 = 0xffff;
const VERSION = 45, TIME = 0x0000, DATE = 0x0021;
const LOCAL_SIZE = 30, LOCAL_EXTRA64 = 20;
const DIRECTORY_MAX = 64 * 1024 * 1024;

/** @param {Blob} file @param {number} from @param {number} size */
async function read(file, from, size) {
  if (from < 0 || from + size > file.size) throw new Fault('container-cut');
  return new Uint8Array(await file.slice(from, from + size).arrayBuffer());
}

/** @param {Uint8Array} octets */
function viewOf(octets) {
  return new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
}

/** @param {boolean} holds @param {string} [file] */
function require(holds, file) {
  if (!holds) throw new Fault('container-form', file === undefined ? {} : { file });
}

/** @param {DataView} view @param {number} at */
function number64(view, at) {
  const value = view.getBigUint64(at, true);
  require(value <= BigInt(Number.MAX_SAFE_INTEGER));
  return Number(value);
}

/** The end record, and the ZIP64 records before it where a number does not fit.
 * @param {Blob} file */
async function readEnd(file) {
  if (file.size < 22) throw new Fault('container-none');
  const end = viewOf(await read(file, file.size - 22, 22));
  if (end.getUint32(0, true) !== END) throw new Fault('container-none');
  require(end.getUint16(4, true) === 0 && end.getUint16(6, true) === 0 && end.getUint16(20, true) === 0);
  let count = end.getUint16(10, true), size = end.getUint32(12, true), offset = end.getUint32(16, true);
  require(end.getUint16(8, true) === count);
  let directoryEnd = file.size - 22;
  if (count === FULL16 || size === FULL32 || offset === FULL32) {
    directoryEnd -= 76;
    const records = viewOf(await read(file, directoryEnd, 76));
    require(records.getUint32(0, true) === END64 && number64(records, 4) === 44);
    require(records.getUint16(12, true) === VERSION && records.getUint16(14, true) === VERSION);
    require(records.getUint32(16, true) === 0 && records.getUint32(20, true) === 0);
    require(records.getUint32(56, true) === LOCATOR64 && records.getUint32(60, true) === 0);
    require(number64(records, 64) === directoryEnd && records.getUint32(72, true) === 1);
    const wide = [number64(records, 32), number64(records, 40), number64(records, 48)];
    require(number64(records, 24) === wide[0]);
    require(count === Math.min(wide[0], FULL16) && size === Math.min(wide[1], FULL32) && offset === Math.min(wide[2], FULL32));
    [count, size, offset] = wide;
  }
  require(offset + size === directoryEnd && size <= DIRECTORY_MAX);
  return { count, size, offset };
}

/** Numbers that did not fit, from the ZIP64 extra field; it holds just those, in this order.
 * @param {DataView} view @param {number} at @param {number} length @param {number[]} values @param {string} name */
function widen(view, at, length, values, name) {
  const wide = values.filter((value) => value === FULL32).length;
  require(length === (wide === 0 ? 0 : 4 + 8 * wide), name);
  if (wide === 0) return values;
  require(view.getUint16(at, true) === 0x0001 && view.getUint16(at + 2, true) === 8 * wide, name);
  let next = at + 4;
  return values.map((value) => {
    if (value !== FULL32) return value;
    next += 8;
    const wideValue = number64(view, next - 8);
    require(wideValue >= FULL32, name);
    return wideValue;
  });
}

/** What local and central headers say alike, from the version needed on.
 * @param {DataView} view @param {number} at @param {string} name */
function checkPlain(view, at, name) {
  const [version, flags, method, time, date] = [0, 2, 4, 6, 8].map((offset) => view.getUint16(at + offset, true));
  require(version === VERSION && flags === 0 && method === 0 && time === TIME && date === DATE, name);
}

/** @param {Uint8Array} directory @param {number} at @returns {{member: Member, next: number}} */
function readCentral(directory, at) {
  const view = viewOf(directory);
  require(at + 46 <= directory.length && view.getUint32(at, true) === CENTRAL);
  const nameLength = view.getUint16(at + 28, true), extra = view.getUint16(at + 30, true);
  const next = at + 46 + nameLength + extra;
  require(next <= directory.length && nameLength > 0);
  const octets = directory.subarray(at + 46, at + 46 + nameLength);
  require(octets.every((octet) => octet < 0x80));
  const name = textOf(octets);
  require(/^[a-zA-Z0-9._/-]+$/.test(name), name);
  require(view.getUint16(at + 4, true) === VERSION, name);
  checkPlain(view, at + 6, name);
  require([32, 34, 36].every((field) => view.getUint16(at + field, true) === 0) && view.getUint32(at + 38, true) === 0, name);
  const [size, stored, header] = widen(view, at + 46 + nameLength, extra,
    [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)], name);
  require(size === stored, name);
  const offset = header + LOCAL_SIZE + nameLength + (size >= FULL32 ? LOCAL_EXTRA64 : 0);
  return { member: { name, header, offset, size, crc: view.getUint32(at + 16, true) }, next };
}

/** The local header must say what the directory said. @param {Uint8Array} header @param {Member} member */
function checkLocal(header, member) {
  const view = viewOf(header), name = LOCAL_SIZE + member.name.length;
  require(view.getUint32(0, true) === LOCAL, member.name);
  checkPlain(view, 4, member.name);
  require(view.getUint32(14, true) === member.crc && view.getUint16(26, true) === member.name.length, member.name);
  require(String.fromCharCode(...header.subarray(LOCAL_SIZE, name)) === member.name, member.name);
  require(view.getUint16(28, true) === header.length - name, member.name);
  const [size, stored] = widen(view, name, header.length - name, [view.getUint32(22, true), view.getUint32(18, true)], member.name);
  require(size === member.size && stored === member.size, member.name);
}

/** Opens a container or throws a Fault. Local headers are checked by `readWhole`, which sees every octet of a member.
 * @param {Blob} file @returns {Promise<Container>} */
export async function openContainer(file) {
  const end = await readEnd(file);
  const directory = await read(file, end.offset, end.size);
  const members = new Map();
  let at = 0, offset = 0, last = '';
  for (let i = 0; i < end.count; ++i) {
    const { member, next } = readCentral(directory, at);
    if (member.name === last) throw new Fault('container-twice', { file: member.name });
    require(member.name > last && member.header === offset, member.name);
    members.set(member.name, member);
    [at, offset, last] = [next, member.offset + member.size, member.name];
  }
  require(at === directory.length && offset === end.offset);
  return { file, members };
}

/** @param {Container} container @param {string} name @returns {Promise<Uint8Array>} */
export async function readMember(container, name) {
  const member = container.members.get(name);
  if (member === undefined) throw new Fault('file-missing', { file: name });
  return read(container.file, member.offset, member.size);
}

/** A member with its local header checked, in one reading. @param {Container} container @param {Member} member */
export async function readWhole(container, member) {
  const head = member.offset - member.header;
  const octets = await read(container.file, member.header, head + member.size);
  checkLocal(octets.subarray(0, head), member);
  return octets.subarray(head);
}

const CRC = Int32Array.from({ length: 256 }, (_, octet) => {
  let value = octet;
  for (let bit = 0; bit < 8; ++bit) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** @param {Uint8Array} octets */
export function crc32(octets) {
  let value = -1;
  for (let i = 0; i < octets.length; ++i) value = CRC[(value ^ octets[i]) & 0xff] ^ (value >>> 8);
  return ~value >>> 0;
}
