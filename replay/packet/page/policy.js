// Whose signatures count: a C2SP tlog-policy with two lines of our own, `packet` and `mirror`. The city's server writes one
// into the page; without one a check is internal only.
import { isSignedBy, parseKey } from './note.js';
import { decimal, hex } from './octets.js';

/** @typedef {import('./note.js').VerificationKey} VerificationKey */
/** @typedef {{log: VerificationKey, packet: VerificationKey, quorum: string,
 *   cosigners: Map<string, {key: VerificationKey, mirror: boolean}>,
 *   groups: Map<string, {needed: number, members: string[]}>}} Policy */

const ED25519 = 0x01, COSIGNATURE = 0x04;

/** Takes one line into the policy; false if it can't be understood.
 * @param {Policy} policy @param {string[]} words */
async function take(policy, [kind, name, ...rest]) {
  const known = (word) => policy.cosigners.has(word) || policy.groups.has(word);
  if (kind === 'log' || kind === 'packet') {
    const key = policy[kind] === null ? await parseKey(name ?? '') : null;
    policy[kind] = key;
    return key !== null && key.type === ED25519;
  }
  if (kind === 'witness' || kind === 'mirror') {
    const key = await parseKey(rest[0] ?? '');
    if (key === null || key.type !== COSIGNATURE || known(name)) return false;
    policy.cosigners.set(name, { key, mirror: kind === 'mirror' });
    return true;
  }
  if (kind === 'group') {
    const [count, ...members] = rest;
    const needed = { all: members.length, any: 1 }[count] ?? decimal(count ?? '') ?? 0;
    if (known(name) || needed === 0 || needed > members.length || !members.every(known)) return false;
    policy.groups.set(name, { needed, members });
    return true;
  }
  if (kind !== 'quorum' || rest.length > 0 || (name !== 'none' && !known(name))) return false;
  policy.quorum = name;
  return true;
}

/** @param {string} text @returns {Promise<Policy | null>} null without a log and a packet key,
 * with a key that has two names, or if a line can't be read */
export async function parsePolicy(text) {
  const policy = { log: null, packet: null, quorum: 'none', cosigners: new Map(), groups: new Map() };
  for (const line of text.split('\n')) {
    const words = line.split(' ').filter((word) => word !== '');
    if (words.length > 0 && !words[0].startsWith('#') && !(await take(policy, words))) return null;
  }
  if (policy.log === null || policy.packet === null) return null;
  const keys = [policy.log, policy.packet, ...[...policy.cosigners.values()].map(({ key }) => key)].map(({ octets }) => hex(octets));
  return new Set(keys).size === keys.length ? policy : null;  // one key under two names would count twice
}

/** Whether the quorum is one and the cosignatures of mirrors under the note reach it. A witness saw only that the log grows.
 * @param {Policy} policy @param {import('./note.js').Note} note @returns {Promise<boolean>} */
export async function isMirrored(policy, note, name = policy.quorum) {
  if (name === 'none') return false;
  const cosigner = policy.cosigners.get(name);
  if (cosigner !== undefined) return cosigner.mirror && isSignedBy(note, cosigner.key);
  const { needed, members } = policy.groups.get(name);
  const signed = await Promise.all(members.map((member) => isMirrored(policy, note, member)));
  return signed.filter(Boolean).length >= needed;
}
