// Renkei's own program beside the page: what it says of a packet, in the page's terms.
import { execFile } from 'node:child_process';

const PROGRAM = process.env.RENKEI_CHECK_PACKET;
const VERDICTS = { 0: 'whole', 2: 'changed', 3: 'truncated', 4: 'whole', 5: 'unreadable' };

/** @typedef {{file?: string, row?: number, position?: number}} Place */

/** @param {string} where "row 5", "usage.jsonl, row 5", "entry 0", "ledger", "manifest.json/case/number" or a file @returns {Place} */
function placeOf(where) {
  const row = /^(?:(.*), )?row (\d+)$/.exec(where);
  if (row !== null) return { row: Number(row[2]), ...(row[1] === undefined ? {} : { file: row[1] }) };
  if (where === 'ledger' || where === 'entry 0') return { position: 0 };
  return { file: where === 'made_at' ? 'subject-heads' : where.replace(/^(manifest\.json)\/.*/, '$1') };
}

/** What the page does not do again: it compares their digests (docs/formats/packet.md, "verify.html"). */
const NOT_READ = ['usage.csv', 'fhir/bundle.json'];

/** @param {string} file @returns {Promise<{verdict: string, findings: {place: Place, signer: boolean, follows: boolean}[], told: string}>} `signer`: of who signed;
 *   `follows`: that nothing shows where the period ends, since the row that would is damaged */
export function otherChecker(file) {
  return new Promise((resolve, reject) => {
    execFile(PROGRAM, [file, '--json'], { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const verdict = VERDICTS[error?.code ?? 0];
      if (verdict === undefined) return reject(new Error(`${file}: ${error} ${stderr}`));
      const { unreadable, findings } = JSON.parse(stdout);
      const told = unreadable || findings.slice(0, 6).map(({ kind, where, found }) => `${kind}: ${where}: ${found}`).join(', ');
      const read = findings.filter(({ kind, where }) => kind !== 'words' || !NOT_READ.includes(where));
      resolve({ verdict, findings: read.map(({ kind, where }) => ({ place: placeOf(where), signer: kind === 'signature', follows: kind === 'period' })), told });
    });
  });
}

/** Whether both name the same place; one may tell more of it. @param {Place} place @param {Place} where of the page's finding */
function isAt(place, where) {
  const ofManifest = where.field !== undefined || (where.row === undefined && where.position === undefined);
  const there = { file: ofManifest ? 'manifest.json' : undefined, ...where };
  const both = Object.keys(place).filter((key) => there[key] !== undefined);
  return both.length > 0 && both.every((key) => there[key] === place[key]);
}

const SIGNER = /^(signature-text|note-form|key-form|checkpoint-(origin|size)|entry0-.*)$|-(signature|key-foreign)$/;

/** The page looks through the rows of a bundle side by side: the first of them is that of the lowest number.
 * @param {import('../../replay/packet/page/run.js').Finding[]} findings */
function firstOf(findings) {
  const beside = ({ where }) => where.row !== undefined && (where.file ?? 'attachments/').startsWith('attachments/');
  const end = findings.findIndex((finding) => !beside(finding));
  return findings.slice(0, end < 0 ? undefined : end).reduce((first, finding) => (finding.where.row < first.where.row ? finding : first), findings[0]);
}

/** Whether the first finding of both is at the same place. Of who signed the one tells first and the other last: that
 * counts where there is nothing else.
 * @param {{place: Place, signer: boolean}[]} program @param {import('../../replay/packet/page/run.js').Finding[]} page */
export function agree(program, page) {
  const ofProgram = program.filter(({ signer }) => !signer), ofPage = page.filter(({ code }) => !SIGNER.test(code));
  if (ofProgram.length > 0 && ofPage.length > 0) return isAt(ofProgram[0].place, firstOf(ofPage).where);
  return program.length === page.length || program.some(({ place }) => page.some(({ where }) => isAt(place, where)));
}

/** Rows that the program accuses and the page does not: a damaged row must accuse no other.
 * @param {{place: Place, follows: boolean}[]} program @param {import('../../replay/packet/page/run.js').Finding[]} page */
export function accused(program, page) {
  const rows = new Set(page.map(({ where }) => where.row));
  return program.filter(({ place, follows }) => !follows && place.file === undefined && place.row !== undefined && !rows.has(place.row)).map(({ place }) => place.row);
}
