// The check on a thread of its own, so that the page stays quick; without threads it runs in the page itself.
import { checkPacket } from './check.js';

const TELL_EVERY = 60;  // milliseconds between two words about the progress

/** Answers in a worker: takes {file, policy}, tells {progress} now and then, and at last {report} or {error}.
 * @param {DedicatedWorkerGlobalScope} scope */
export function answerIn(scope) {
  scope.onmessage = async ({ data }) => {
    let told = 0;
    const progress = (phase, done, total) => {
      const now = Date.now();
      if (now - told < TELL_EVERY) return;
      told = now;
      scope.postMessage({ progress: { phase, done, total } });
    };
    try {
      scope.postMessage({ report: await checkPacket(data.file, { policy: data.policy, progress }) });
    } catch (error) {
      scope.postMessage({ error: String(error) });
    }
  };
}

/** Whether this browser can do what a check needs. @returns {Promise<'able' | 'insecure' | 'old'>} */
export async function ability() {
  if (!globalThis.isSecureContext || globalThis.crypto === undefined || globalThis.crypto.subtle === undefined) return 'insecure';
  const basePoint = new Uint8Array(32).fill(0x66);
  basePoint[0] = 0x58;
  try {
    await globalThis.crypto.subtle.importKey('raw', basePoint, { name: 'Ed25519' }, false, ['verify']);
    return 'able';
  } catch {
    return 'old';
  }
}
