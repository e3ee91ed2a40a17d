// The story's packet, made by Renkei itself, through the page's modules: two readers of one format must agree.
import './webcrypto.mjs';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { checkPacket } from '../../replay/packet/page/check.js';

const folder = process.env.RENKEI_KEPT_PACKET;
const octets = readFileSync(join(folder, 'packet.zip')), policy = readFileSync(join(folder, 'policy.txt'), 'utf8');
const CHANGED = 300;

test('The story\'s packet is whole, the city\'s own, and complete by its signed statement', async () => {
  const report = await checkPacket(new Blob([octets]), { policy });
  assert.deepEqual(report.findings, []);
  assert.deepEqual([report.verdict, report.signer, report.complete], ['whole', 'city', 'statement']);
  assert.equal(report.manifest.withheld.length, report.manifest.counts.withheld);
});

test('Without the city\'s keys nobody\'s name stands for it', async () => {
  const report = await checkPacket(new Blob([octets]));
  assert.deepEqual([report.verdict, report.signer], ['whole', 'unknown']);
});

const forged = join(folder, 'forged'), policyOfForged = readFileSync(join(forged, 'policy.txt'), 'utf8');
for (const name of readdirSync(forged).filter((file) => file.endsWith('.zip'))) {
  test(`What the other checker says of ${name}`, async () => {
    const report = await checkPacket(new Blob([readFileSync(join(forged, name))]), { policy: policyOfForged });
    assert.equal(report.verdict, name === 'whole.zip' ? 'whole' : 'changed', JSON.stringify(report.findings.slice(0, 5)));
  });
}

test('No changed octet goes unseen', async () => {
  for (let i = 0; i < CHANGED; ++i) {
    const changed = Buffer.from(octets), at = Math.floor((i * octets.length) / CHANGED);
    changed[at] ^= 0x10;
    const report = await checkPacket(new Blob([changed]), { policy });
    assert.ok(['changed', 'truncated', 'unreadable'].includes(report.verdict), `octet ${at}: ${report.verdict}`);
    assert.ok(report.findingCount > 0);
  }
});
