// One run of a check: what it found, how far it is, and whether the person stopped it.
import { Fault } from './octets.js';

/** @typedef {{code: string, where: {file?: string, row?: number, key?: string, position?: number, field?: string}}} Finding */

const KEPT = 500, SIGNERS = /-(signature|key-foreign)$/;  // who signed is told however much else is wrong

/** Thrown through a run that the person stopped. */
export class Stopped extends Error {}

export class Run {
  /** @param {(phase: string, done: number, total: number) => void} progress @param {() => boolean} stopped */
  constructor(progress, stopped) {
    Object.assign(this, { progress, stopped });
    /** @type {Finding[]} */
    this.findings = [];
    this.findingCount = 0;
  }

  /** @param {string} phase @param {number} done @param {number} total */
  step(phase, done, total) {
    if (this.stopped()) throw new Stopped();
    this.progress(phase, done, total);
  }

  /** @param {string} code @param {Finding['where']} [where] */
  find(code, where = {}) {
    ++this.findingCount;
    if (this.findings.length < KEPT || SIGNERS.test(code)) this.findings.push({ code, where });
  }

  /** Does a part of the check; what it throws as a Fault is a finding, and the rest goes on.
   * @template T @param {() => T | Promise<T>} part @param {Finding['where']} [where] @returns {Promise<T | null>} */
  async part(part, where = {}) {
    try {
      return await part();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.find(error.code, { ...where, ...error.where });
      return null;
    }
  }
}
