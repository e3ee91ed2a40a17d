// The tree of RFC 6962: the root from `proof-nodes` and known leaves, and from an inclusion path.
import { be64, decimal, Fault, fromBase64, join, sha256, textOf } from './octets.js';

const LEAF = 0x00, NODE = 0x01, HEADS_LEAF = 0x03, HEADS_NODE = 0x04;
const INDEX_SPAN = 2 ** 45;   // more leaves than a ledger ever has: (level, index) becomes one number
const PARALLEL = 4096;        // ranges of so many leaves are hashed all at once, larger ones in turn

/** @param {Uint8Array} entry */
export function leafHash(entry) {
  return sha256(Uint8Array.of(LEAF), entry);
}

/** @param {Uint8Array} left @param {Uint8Array} right */
export function nodeHash(left, right, prefix = NODE) {
  return sha256(Uint8Array.of(prefix), left, right);
}

/** The leaf of a person in the tree of heads. @param {Uint8Array} subject @param {number} ordinal @param {Uint8Array} leaf */
export function headsLeaf(subject, ordinal, leaf) {
  return sha256(join(Uint8Array.of(HEADS_LEAF), subject, be64(ordinal), leaf));
}

/** @param {Uint8Array} octets @returns {Map<number, Uint8Array>} by level · INDEX_SPAN + index */
export function parseNodes(octets) {
  const nodes = new Map();
  const text = textOf(octets);
  if (text !== '' && !text.endsWith('\n')) throw new Fault('nodes-form', { line: 0 });
  let last = -1, line = 0;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const [level, index, hash, ...rest] = text.slice(at, end).split(' ');
    const [l, i, h] = [decimal(level), decimal(index ?? ''), fromBase64(hash ?? '')];
    ++line;
    if (rest.length > 0 || l === null || l > 45 || i === null || i >= INDEX_SPAN || h === null || h.length !== 32) {
      throw new Fault('nodes-form', { line });
    }
    const key = l * INDEX_SPAN + i;
    if (key <= last) throw new Fault('nodes-form', { line });
    nodes.set(key, h);
    [last, at] = [key, end + 1];
  }
  return nodes;
}

/** The largest power of two below n. @param {number} n > 1 */
function splitOf(n) {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

/** The root of a tree of `size` leaves. Every node must be needed, and every known leaf below `size`.
 * @param {number} size @param {Map<number, Uint8Array>} known leaf hashes by position
 * @param {Map<number, Uint8Array>} nodes @param {() => void} [step] called as leaves are passed; may throw to stop
 * @returns {Promise<Uint8Array>} */
export async function rootOf(size, known, nodes, step = () => {}) {
  const positions = Float64Array.from(known.keys()).sort();
  let used = 0;
  /** @param {number} first @param {number} n @param {number} low @param {number} high of `positions` */
  const range = async (first, n, low, high) => {
    const level = Math.log2(n);
    if (low === high && Number.isInteger(level)) {
      const node = nodes.get(level * INDEX_SPAN + first / n);
      if (node === undefined) throw new Fault('nodes-missing', { level, index: first / n });
      ++used;
      return node;
    }
    if (n === 1) return step(), known.get(first);
    const split = splitOf(n);
    let middle = low;
    for (let top = high; middle < top; ) {
      const probe = (middle + top) >> 1;
      if (positions[probe] < first + split) middle = probe + 1;
      else top = probe;
    }
    const left = range(first, split, low, middle);
    if (n > PARALLEL) await left;
    const [l, r] = await Promise.all([left, range(first + split, n - split, middle, high)]);
    return nodeHash(l, r);
  };
  const last = positions.length > 0 ? positions[positions.length - 1] : 0;
  if (last >= size) throw new Fault('tree-too-small', { position: last });
  const root = await range(0, size, 0, positions.length);
  if (used !== nodes.size) throw new Fault('nodes-left-over', { count: nodes.size - used });
  return root;
}

/** The root to which an inclusion path leads, or null if the path does not fit the place.
 * @param {Uint8Array} leaf @param {number} index @param {number} size @param {Uint8Array[]} path nearest to the leaf first
 * @returns {Promise<Uint8Array | null>} */
export async function rootOfPath(leaf, index, size, path, prefix = NODE) {
  if (index >= size) return null;
  let hash = leaf, at = index, last = size - 1;
  for (const node of path) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      hash = await nodeHash(node, hash, prefix);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      hash = await nodeHash(hash, node, prefix);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : null;
}

/** As above, in the tree of heads. @param {Uint8Array} leaf @param {number} index @param {number} count @param {Uint8Array[]} path */
export function headsRootOfPath(leaf, index, count, path) {
  return rootOfPath(leaf, index, count, path, HEADS_NODE);
}
