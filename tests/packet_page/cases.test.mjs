// Every made packet through the page's own modules and through Renkei's program: what must be found, that both say the
// same, and that nothing is found in good ones.
import './webcrypto.mjs';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { checkPacket } from '../../replay/packet/page/check.js';
import { accused, agree, otherChecker } from './other_checker.mjs';

const folder = process.env.RENKEI_MADE_PACKETS;
const made = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));
const packet = (file) => new Blob([readFileSync(join(folder, file))]);

/** @param {import('../../replay/packet/page/check.js').Report} report */
const told = (report) => `${report.verdict} ${report.findings.map((f) => `${f.code} ${JSON.stringify(f.where)}`).slice(0, 6).join(', ')}`;

/** Both find the member that is listed and not there, and the one that is there and not listed. */
const IN_ANOTHER_ORDER = new Set(['manifest-change-files-0-name']);

for (const { name, file, verdict, code, where } of made.cases) {
  test(`${name}: ${verdict} ${code ?? ''}`, async () => {
    const [report, other] = await Promise.all([checkPacket(packet(file)), otherChecker(join(folder, file))]);
    assert.equal(report.verdict, verdict, told(report));
    assert.equal(report.findingCount > 0, verdict !== 'whole', told(report));
    const fits = (finding) => finding.code === code && Object.entries(where).every(([key, value]) => finding.where[key] === value);
    assert.ok(code === null || report.findings.some(fits), told(report));
    assert.equal(report.signer, 'unknown');
    const both = `the page: ${told(report)}\nthe program: ${other.verdict} ${other.told}`;
    assert.equal(other.verdict, verdict, both);
    if (verdict !== 'unreadable') assert.ok(agree(other.findings, report.findings) || IN_ANOTHER_ORDER.has(name), both);
    assert.deepEqual(accused(other.findings, report.findings), [], both);
  });
}

test('The city\'s keys make a good packet the city\'s own', async () => {
  const report = await checkPacket(packet('good.zip'), { policy: made.policy });
  assert.deepEqual([report.verdict, report.signer, report.complete], ['whole', 'city', 'statement']);
});

for (const [file, code] of [['forged.zip', 'packet-key-foreign'], ['other-city.zip', 'log-key-foreign'], ['resigned-by-forger.zip', 'packet-signature']]) {
  test(`The city's keys refuse ${file}`, async () => {
    const report = await checkPacket(packet(file), { policy: made.policy });
    assert.deepEqual([report.verdict, report.signer, report.complete], ['changed', 'foreign', null]);
    assert.ok(report.findings.some((finding) => finding.code === code), told(report));
  });
}

test('A mirror makes it complete only if the policy names it and it signed', async () => {
  const complete = async (file, policy) => (await checkPacket(packet(file), { policy })).complete;
  assert.equal(await complete('mirrored.zip', made.mirror_policy), 'mirror');
  assert.equal(await complete('mirrored.zip', made.policy), 'statement');
  assert.equal(await complete('mirrored.zip', ''), 'statement');
  assert.equal(await complete('good.zip', made.mirror_policy), 'statement');
});

test('A check that is stopped says so and finds nothing', async () => {
  let steps = 0;
  const report = await checkPacket(packet('good.zip'), { stopped: () => ++steps > 3 });
  assert.deepEqual([report.verdict, report.complete], ['stopped', null]);
});
