// The result as a person reads it: one verdict first, then what it rests on.
import { FINDINGS } from './texts_findings.js';

const SHOWN_FINDINGS = 20, SHOWN_WITHHELD = 50;

/** @param {string} tag @param {object} attributes @param {...(Node | string)} children text is never read as HTML */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** @param {string} id @param {string} title @param {...Node} children */
function section(id, title, ...children) {
  return make('section', { 'aria-labelledby': id }, make('h2', { id }, title), ...children);
}

/** @param {[string, string | Node][]} rows @param {string} name */
function table(rows, name) {
  return make('table', { class: name }, make('tbody', {}, ...rows.map(([head, cell]) =>
    make('tr', {}, make('th', { scope: 'row' }, head), make('td', {}, cell)))));
}

/** @param {string[]} lines */
function list(lines) {
  return make('ul', {}, ...lines.map((line) => make('li', {}, line)));
}

/** Which of the page's verdicts this is. `answer`: what the person said of the letter's 16 characters, if anything.
 * @param {import('./check.js').Report} report @param {'same' | 'different' | null} answer */
export function verdictOf(report, answer) {
  if (report.signer === 'foreign') return 'foreign';
  if (report.verdict !== 'whole') return report.verdict;
  if (report.signer === 'city') return 'genuine';
  return { same: 'genuine', different: 'different' }[answer] ?? 'internal';
}

const LOOKS = { genuine: ['good', '✓'], internal: ['half', '?'], stopped: ['half', '–'], failed: ['half', '–'] };

/** @param {import('./check.js').Report} report @param {string} verdict @param {object} text */
function verdictCard(report, verdict, text) {
  const [look, mark] = LOOKS[verdict] ?? ['bad', '!'];
  const badge = verdict === 'internal' ? [make('span', { class: 'badge' }, text.internal_badge), ' '] : [];
  const heading = make('h2', { id: 'verdict', tabindex: '-1' }, make('span', { class: 'mark', 'aria-hidden': 'true' }, mark),
    make('span', {}, ...badge, make('span', { class: 'title' }, text[`${verdict}_title`])));
  const lead = text[`${verdict}_lead`];
  const lines = [make('p', { class: 'lead' }, typeof lead === 'function' ? lead(report.findingCount) : lead)];
  const reason = report.signer === 'city' ? text.genuine_by_city : text.genuine_by_letter;
  if (verdict === 'genuine') lines.push(make('p', {}, text.no_trace), make('p', {}, reason));
  if (verdict === 'internal') lines.push(make('p', {}, text.internal_next));
  if (look === 'bad') lines.push(make('p', {}, ['foreign', 'different'].includes(verdict) ? text.advice_foreign : text.advice));
  return make('section', { class: `verdict ${look}`, 'aria-labelledby': 'verdict', 'data-verdict': verdict }, heading, ...lines);
}

/** @param {import('./check.js').Report} report @param {object} text @param {number} language 0 Japanese, 1 English */
function findingsPart(report, text, language) {
  const told = report.findings.slice(0, SHOWN_FINDINGS).map(({ code, where }) =>
    make('li', { 'data-code': code }, FINDINGS[code]?.[language](where) ?? code));
  const more = report.findingCount - told.length;
  const rest = more > 0 ? [make('p', {}, text.findings_more(more))] : [];
  return section('findings', text.findings_title, make('ol', { class: 'findings' }, ...told), ...rest);
}

/** @param {import('./check.js').Report} report @param {object} text @param {(answer: 'same' | 'different') => void} answered */
function letterPart(report, text, answered) {
  const groups = report.keys.fingerprint.split(' ');
  const spoken = text.letter_label(groups.map((group) => [...group].join(' ')).join(', '));
  const print = make('ul', { class: 'print', 'aria-label': spoken }, ...groups.map((group) => make('li', { lang: 'en' }, group)));
  const choices = ['same', 'different'].map((answer) => {
    const button = make('button', { type: 'button', id: `letter-${answer}`, class: answer === 'same' ? '' : 'plain' }, text[`letter_${answer}`]);
    button.addEventListener('click', () => answered(answer));
    return button;
  });
  return section('letter', text.letter_title, make('p', {}, text.letter_text), print, make('div', { class: 'choices' }, ...choices));
}

/** @param {string} instant in UTC @returns {string} the day in Japan, as 2026-11-22 */
function dayInJapan(instant) {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? '' : new Date(at + 9 * 3600 * 1000).toISOString().slice(0, 10);
}

/** @param {import('./check.js').Report} report @param {string} verdict @param {object} text */
function completePart(report, verdict, text) {
  const { counts, case: request, issuer, made_at: madeAt } = report.manifest;
  const told = { statement: text.complete_statement, mirror: text.complete_mirror(report.heads.asOf) }[report.complete];
  const about = [
    [text.about.number, request.number], [text.about.issuer, issuer.name],
    [text.about.period, text.period(request.period.from_on, request.period.to_on)], [text.about.made_at, text.day(dayInJapan(madeAt))],
  ];
  return section('complete', text.complete_title,
    make('p', { class: 'lead' }, verdict === 'genuine' ? told : text.complete_unknown), make('p', {}, text.complete_why),
    table(Object.keys(text.counts).map((name) => [text.counts[name], text.count(counts[name])]), 'counts'), table(about, 'about'));
}

/** @param {object} withheld @param {object} manifest @param {object} text */
function withheldItem(withheld, manifest, text) {
  const { recorded_on: on, facility, operation, object } = withheld.stated;
  const stated = [on === null ? '' : text.day(on), facility, operation, object].filter((word) => word !== '').join(' ・ ');
  const ground = manifest.words.grounds.find(({ code }) => code === withheld.ground && code !== '');
  return make('li', {}, make('strong', {}, text.withheld_row(withheld.ordinal)),
    make('p', {}, text.withheld_ground + [withheld.article, ground?.ja, withheld.note].filter(Boolean).join('　')),
    make('p', {}, text.withheld_stated + (stated === '' ? text.nothing_stated : stated)));
}

/** @param {import('./check.js').Report} report @param {object} text */
function withheldPart(report, text) {
  const { withheld } = report.manifest;
  if (withheld.length === 0) return section('withheld', text.withheld_title, make('p', {}, text.withheld_none));
  const items = withheld.slice(0, SHOWN_WITHHELD).map((item) => withheldItem(item, report.manifest, text));
  const more = withheld.length - items.length;
  return section('withheld', text.withheld_title, make('p', {}, text.withheld_text), make('ul', { class: 'withheld' }, ...items),
    ...(more > 0 ? [make('p', {}, text.withheld_more(more))] : []));
}

/** @param {string} verdict @param {object} text */
function limitsPart(verdict, text) {
  return section('limits', text.limits_title, list([...(verdict === 'genuine' ? [text.limits_all] : []), ...text.limits]));
}

/** The exact words of the format, which are not translated. @param {import('./check.js').Report} report @param {string} verdict */
function completeness(report, verdict) {
  if (report.complete === null) return 'not established';
  if (verdict !== 'genuine') return 'complete according to the signed statement in the packet; whose it is, is not established';
  return report.complete === 'mirror' ? `complete as of position ${report.heads.asOf}` : 'complete according to the city\'s signed statement';
}

/** @param {import('./check.js').Report} report @param {string} verdict @param {object} text */
function expertPart(report, verdict, text) {
  const { manifest, checkpoint, heads, keys } = report;
  const code = (value) => make('code', {}, String(value));
  const rows = [['statement', make('span', { lang: 'en' }, completeness(report, verdict))], ['origin', code(manifest.ledger.origin)]];
  if (checkpoint !== null) rows.push(['size', code(checkpoint.size)], ['root', code(checkpoint.root)]);
  if (heads !== null) rows.push(['as_of', code(heads.asOf)], ['heads', code(manifest.ledger.heads_position)], ['persons', code(heads.count)]);
  rows.push(['log_key', code(keys.log)], ['packet_key', code(keys.packet)], ['print', code(keys.fingerprint)], ['case', code(manifest.case.id)],
    ['subject', code(manifest.subject)], ['made_at', code(manifest.made_at)], ['software', code(manifest.software)], ['files', code(manifest.files)]);
  const parts = [table(rows.map(([name, cell]) => [text.expert[name], cell]), ''), make('h3', {}, text.checked_title), list(text.checked),
    make('h3', {}, text.unchecked_title), list(text.unchecked)];
  if (checkpoint !== null) parts.push(make('h3', {}, text.checkpoint_title), make('pre', {}, checkpoint.text));
  return make('section', { class: 'expert' }, make('details', {}, make('summary', {}, text.expert_title), ...parts));
}

/** @param {import('./check.js').Report} report @param {{text: object, language: number, answer: 'same' | 'different' | null,
 *   answered: (answer: 'same' | 'different') => void}} options @returns {Node[]} */
export function resultParts(report, { text, language, answer, answered }) {
  const verdict = verdictOf(report, answer);
  const parts = [verdictCard(report, verdict, text)];
  if (verdict === 'internal') parts.push(letterPart(report, text, answered));
  if (report.findingCount > 0 && verdict !== 'stopped') parts.push(findingsPart(report, text, language));
  if (report.manifest !== null && verdict !== 'stopped') {
    if (report.verdict === 'whole') parts.push(completePart(report, verdict, text), withheldPart(report, text), limitsPart(verdict, text));
    parts.push(expertPart(report, verdict, text));
  }
  return parts;
}
