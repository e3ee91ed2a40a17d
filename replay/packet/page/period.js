// Whether rows are outside the asked period as the manifest says. Times never go back along a history, so one entry shows
// it for all rows before it, or after it: the neighbours of the period are in the packet for that.
import { STATUS } from './manifest.js';

/** @param {import('./run.js').Run} run @param {import('./manifest.js').Manifest} manifest
 * @param {Map<number, string>} days in Japan, by ordinal: of each row whose entry is here */
export function checkPeriod(run, manifest, days) {
  const { from_on: from, to_on: to } = manifest.case.period;
  let beforeUntil = 0, afterFrom = Infinity;
  for (const [row, day] of days) {
    const shown = manifest.rows[row - 1].status === STATUS.shown;
    const before = from !== null && day < from, after = to !== null && day > to;
    if (before && !shown) beforeUntil = row;
    if (after && !shown) afterFrom = Math.min(afterFrom, row);
    if ((!before && !after) !== shown) run.find(shown ? 'period-shown' : 'period-within', { row });
  }
  manifest.rows.forEach(({ status }, i) => {
    if (status === STATUS.outside && i + 1 > beforeUntil && i + 1 < afterFrom) run.find('period-unproven', { row: i + 1 });
  });
}
