// What must agree within the manifest itself, whoever signed it (replay/packet/check_manifest.cpp says the same).
import { canonical, STATUS } from './manifest.js';
import { Fault } from './octets.js';

const PROVEN = ['ordinal', 'position', 'leaf_hash', 'recorded_at', 'recorded_at_japan', 'occurred_on', 'facility_id', 'operation', 'object', 'count',
  'purpose', 'purpose_source', 'basis_kind', 'basis', 'outcome', 'reason', 'content'];
const STATED = ['facility', 'profession', 'actor', 'purpose_label', 'withheld'];
const COLUMNS = canonical([...PROVEN.map((name) => ({ name, how: 'proven' })), ...STATED.map((name) => ({ name, how: 'stated' }))]);

/** @param {import('./manifest.js').Manifest} manifest @returns {Fault[]} */
function rowFaults(manifest) {
  const faults = [], articles = new Set(manifest.words.grounds.map(({ article }) => article));
  const published = ({ ground, article }) => article !== '' &&
    (ground === '' ? articles.has(article) : manifest.words.grounds.find(({ code }) => code === ground)?.article === article);
  manifest.rows.forEach((row, i) => {
    const find = (code) => faults.push(new Fault(code, { row: i + 1 }));
    if (row.ordinal !== i + 1) find('row-ordinal');
    if ((row.key !== null) !== (row.content_state === 'shown')) find('row-key');
    if (row.status !== STATUS.shown && row.content_state !== 'none') find('row-content');
    if ((row.withheld !== null) !== (row.status === STATUS.withheld)) find('row-withheld');
    else if (row.withheld !== null && !published(row.withheld)) find('row-ground');
    if (row.files.length > 0 && row.content_state !== 'shown') find('row-files');
  });
  return faults;
}

/** @param {import('./manifest.js').Manifest} manifest @returns {Fault[]} */
function countFaults(manifest) {
  const counted = { total: manifest.rows.length, shown: 0, withheld: 0, outside_period: 0 };
  for (const { status } of manifest.rows) ++counted[status];
  return Object.keys(counted).filter((name) => manifest.counts[name] !== counted[name]).map((name) => new Fault('counts', { field: `counts.${name}` }));
}

/** Gives Faults, none of which keeps the rest from being checked. @param {import('./manifest.js').Manifest} manifest @returns {Fault[]} */
export function manifestFaults(manifest) {
  const faults = [...rowFaults(manifest), ...countFaults(manifest)];
  const { result } = manifest.case, { shown, withheld } = manifest.counts, person = manifest.audience === 'person';
  if (canonical(manifest.columns) !== COLUMNS) faults.push(new Fault('columns', { field: 'columns' }));
  if (person ? result === null || (result === 'none' && shown > 0) : withheld > 0) faults.push(new Fault('decision', { field: 'case.result' }));
  for (let i = 1; i < manifest.files.length; ++i) {
    if (manifest.files[i].name <= manifest.files[i - 1].name) faults.push(new Fault('files-order', { file: manifest.files[i].name }));
  }
  return faults;
}
