// Writes random TC and GPP strings, encoded by the public reference libraries, one JSON object a line, with the values that went into them.
// Usage: node reference.mjs FOLDER SEED TC_STRINGS GPP_STRINGS, where FOLDER holds node_modules.
import { createRequire } from 'node:module';

const [folder, seed, tcStrings, gppStrings] = process.argv.slice(2);
const load = createRequire(folder + '/here.js');
const { TCModel, SegmentEncoder, TCString, PurposeRestriction } = load('@iabtcf/core');
const { GppModel, Sections, HeaderV1 } = load('@iabgpp/cmpapi');

// Mulberry32 (Tommy Ettinger, public domain).
let state = Number(seed) >>> 0;
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const int = (low, high) => low + Math.floor(random() * (high - low + 1));
const flip = () => random() < 0.5;
const letters = () => String.fromCharCode(65 + int(0, 25), 65 + int(0, 25));

// Sets with few, many, and neighbouring ids, so that both bit fields and ranges are written.
function ids(highest) {
  const share = [0, 0.02, 0.3, 0.95][int(0, 3)];
  const top = int(1, highest);
  const set = new Set();
  for (let id = 1; id <= top; id++) if (random() < share) set.add(id);
  return [...set];
}

function day() {
  return new Date(Date.UTC(2018, 4, 25) + int(0, 4000) * 86400000);
}

function vector(to, list) {
  to.empty();
  if (list.length > 0) to.set(list);
  return list;
}

function tc() {
  const model = new TCModel();
  const created = day();
  const lastUpdated = day();
  model.cmpId = int(2, 4095);
  model.cmpVersion = int(2, 4095);
  model.consentScreen = int(0, 63);
  model.consentLanguage = letters();
  model.publisherCountryCode = letters();
  model.policyVersion = int(0, 63);
  model.vendorListVersion_ = int(1, 4095);
  model.isServiceSpecific = flip();
  model.useNonStandardStacks = flip();
  model.purposeOneTreatment = flip();
  model.created = created;
  model.lastUpdated = lastUpdated;
  const fields = {
    SpecialFeatureOptIns: vector(model.specialFeatureOptins, ids(12)),
    PurposesConsent: vector(model.purposeConsents, ids(24)),
    PurposesLITransparency: vector(model.purposeLegitimateInterests, ids(24)),
    VendorConsents: vector(model.vendorConsents, ids(1500)),
    VendorLegitimateInterests: vector(model.vendorLegitimateInterests, ids(1500)),
  };
  model.lastUpdated = lastUpdated;
  model.created = created;

  const restrictions = [];
  const known = new Set(Array.from({ length: 1500 }, (_, i) => i + 1));
  model.publisherRestrictions.gvl_ = { vendorIds: known };
  for (let i = int(0, 4); i > 0; i--) {
    const [purposeId, type, vendors] = [int(1, 24), int(0, 2), ids(200)];
    if (vendors.length === 0 || restrictions.some((r) => r.PurposeId === purposeId && r.RestrictionType === type)) continue;
    restrictions.push({ PurposeId: purposeId, RestrictionType: type, Vendors: vendors });
    vendors.forEach((v) => model.publisherRestrictions.add(v, new PurposeRestriction(purposeId, type)));
  }
  restrictions.sort((a, b) => a.PurposeId - b.PurposeId || a.RestrictionType - b.RestrictionType);

  const segments = ['core'];
  if (random() < 0.9) {
    segments.push('vendorsDisclosed');
    fields.DisclosedVendors = vector(model.vendorsDisclosed, ids(1500));
  }
  if (random() < 0.2) {
    segments.push('vendorsAllowed');
    fields.AllowedVendors = vector(model.vendorsAllowed, ids(1500));
  }
  if (flip()) {
    segments.push('publisherTC');
    fields.PublisherPurposesConsent = vector(model.publisherConsents, ids(24));
    fields.PublisherPurposesLITransparency = vector(model.publisherLegitimateInterests, ids(24));
    model.numCustomPurposes = int(0, 63);
    const custom = () => (model.numCustomPurposes === 0 ? [] : ids(model.numCustomPurposes));
    fields.CustomPurposes = model.numCustomPurposes;
    fields.CustomPurposesConsent = vector(model.publisherCustomConsents, custom());
    fields.CustomPurposesLITransparency = vector(model.publisherCustomLegitimateInterests, custom());
  }

  const text = segments.map((s) => SegmentEncoder.encode(model, s)).join('.');
  const again = TCString.decode(text);
  Object.assign(fields, {
    Created: again.created.toISOString(),
    LastUpdated: again.lastUpdated.toISOString(),
    CmpId: Number(model.cmpId),
    CmpVersion: Number(model.cmpVersion),
    ConsentScreen: model.consentScreen,
    ConsentLanguage: again.consentLanguage,
    VendorListVersion: Number(again.vendorListVersion),
    TcfPolicyVersion: Number(model.policyVersion),
    IsServiceSpecific: model.isServiceSpecific,
    UseNonStandardTexts: model.useNonStandardStacks,
    PurposeOneTreatment: model.purposeOneTreatment,
    PublisherCC: again.publisherCountryCode,
    PublisherRestrictions: restrictions,
  });
  return { kind: 'tc', text, fields };
}

// What a reference section holds is asked of the section itself; only what every value may be is said here.
function section(gpp, name) {
  const chosen = {};
  for (const field of Object.keys(gpp.getSection(name) ?? {})) chosen[field] = gpp.getFieldValue(name, field);
  return chosen;
}

function fill(gpp, id) {
  const name = Sections.SECTION_ID_NAME_MAP.get(id);
  if (name === 'uspv1') {
    for (const field of ['Notice', 'OptOutSale', 'LspaCovered']) gpp.setFieldValue(name, field, ['Y', 'N', '-'][int(0, 2)]);
    return;
  }
  if (name === 'tcfeuv2') {
    gpp.setFieldValue(name, 'CmpId', int(2, 4095));
    gpp.setFieldValue(name, 'VendorConsents', ids(800));
    gpp.setFieldValue(name, 'VendorLegitimateInterests', ids(800));
    gpp.setFieldValue(name, 'VendorsDisclosed', ids(800));
    gpp.setFieldValue(name, 'PurposeConsents', Array.from({ length: 24 }, flip));
    gpp.setFieldValue(name, 'PublisherConsents', Array.from({ length: 24 }, flip));
    gpp.setFieldValue(name, 'IsServiceSpecific', true);
    return;
  }
  gpp.setFieldValue(name, 'MspaCoveredTransaction', int(1, 2));
  for (const [field, value] of Object.entries(section(gpp, name))) {
    if (field === 'Version' || field === 'MspaVersion' || field === 'MspaCoveredTransaction' || field.endsWith('SegmentType')) continue;
    if (Array.isArray(value)) gpp.setFieldValue(name, field, value.map(() => int(0, 2)));
    else if (typeof value === 'boolean') gpp.setFieldValue(name, field, flip());
    else gpp.setFieldValue(name, field, int(0, 2));
  }
  for (const included of ['GpcSegmentIncluded', 'SensitiveDataConsentSegmentIncluded']) {
    if (gpp.hasField(name, included)) gpp.setFieldValue(name, included, flip());
  }
  if (name === 'usnat' && flip()) gpp.setFieldValue(name, 'Version', 1);
}

function gpp() {
  const model = new GppModel();
  const all = [...Sections.SECTION_ID_NAME_MAP.keys()].filter((id) => id !== 5);
  for (const id of all) if (random() < 0.25) fill(model, id);
  const text = model.encode();
  const read = new GppModel(text);
  const sections = {};
  for (const id of read.getSectionIds()) sections[id] = section(read, Sections.SECTION_ID_NAME_MAP.get(id));
  return { kind: 'gpp', text, ids: read.getSectionIds(), sections };
}

// Headers alone, with sections that do not exist yet.
function header() {
  const ids = [...new Set(Array.from({ length: int(1, 12) }, () => int(28, 1000)))].sort((a, b) => a - b);
  const made = new HeaderV1();
  made.setFieldValue('SectionIds', [...ids]);
  return { kind: 'gpp', text: [made.encode(), ...ids.map(() => 'x')].join('~'), ids, sections: {} };
}

for (let i = 0; i < Number(tcStrings); i++) console.log(JSON.stringify(tc()));
for (let i = 0; i < Number(gppStrings); i++) console.log(JSON.stringify(gpp()));
for (let i = 0; i < Number(gppStrings) / 10; i++) console.log(JSON.stringify(header()));
