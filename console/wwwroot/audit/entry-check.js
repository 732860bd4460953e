// That an entry is in the log as this page shows it.

import { fromBase64, toHex, utf8 } from './bytes.js';
import { historyStep, signatureName } from './history.js';
import { canonical } from './jcs.js';
import { climb, leafHash, same, sha256 } from './merkle.js';
import { readCheckpoint } from './note.js';
import { fails, holds, shown } from './steps.js';
import { bundlePath, entryOf } from './tiles.js';
import { readTrust, signatureSteps } from './trust.js';

const fields = ['entryId', 'time', 'kind', 'model', 'policy', 'actorRole', 'subjectTag', 'bodyCommitment'];

/**
 * Checks an entry as the page shows it against leaf, proof, checkpoint and key.
 * @returns {Promise<{steps: object[], checkpoint: object|null}>}
 */
export async function checkEntry(entry, platform) {
  const index = BigInt(entry.index);
  const proof = await platform.json(`entries/${index}/proof`);
  const checkpoint = readCheckpoint(String(proof?.checkpoint?.note ?? ''));
  if (!checkpoint) {
    return { steps: [fails('The checkpoint', 'What the platform gave as its checkpoint is none (C2SP tlog-checkpoint).')], checkpoint };
  }
  if (index >= checkpoint.size) {
    return { steps: [fails('The checkpoint', `It covers ${checkpoint.size} entries, and this one is not among them.`)], checkpoint };
  }

  const [leaf, trust] = await Promise.all([
    platform.bytes(bundlePath(index, checkpoint.size)).then(bundle => entryOf(bundle, index)),
    readTrust(platform),
  ]);
  if (!leaf) {
    return { steps: [fails('The leaf', 'The bundle of leaves that the platform gave ends before this entry.')], checkpoint };
  }

  const hash = await leafHash(leaf);
  return {
    steps: [
      pageStep(entry, leaf),
      await bodyStep(entry, leaf),
      shown('Hash of the leaf', 'SHA-256 over a zero byte and the bytes of the leaf (RFC 9162, section 2.1.1).', [['Hash of the leaf', toHex(hash)]]),
      await rootStep(index, checkpoint, hash, Array.isArray(proof.hashes) ? proof.hashes : []),
      ...await signatureSteps(checkpoint, trust, signatureName),
      historyStep(checkpoint),
    ],
    checkpoint,
  };
}

function parse(leaf) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(leaf));
  } catch {
    return null;
  }
}

function pageStep(entry, leaf) {
  const name = 'What this page shows';
  const said = parse(leaf);
  const different = said && fields.filter(field => (entry[field] ?? null) !== (said[field] ?? null));
  const hashes = [['Bytes of the leaf', new TextDecoder().decode(leaf)]];
  return different?.length === 0
    ? holds(name, 'Every field on this page stands so in the leaf, the few bytes that the log keeps for ever.', hashes)
    : fails(name, said ? `The leaf says something else than this page: ${different.join(', ')}.` : 'The leaf cannot be read.', hashes);
}

async function bodyStep(entry, leaf) {
  const name = 'What happened';
  const commitment = parse(leaf)?.bodyCommitment;
  if (entry.bodyState === 'erased' || entry.bodyState === 'retired') {
    return shown(name, 'What happened was erased, and nothing is left to compare. The leaf holds only a salted hash of it, so the proof needs it no more.', [['Commitment in the leaf', String(commitment)]]);
  }
  const salt = entry.salt && fromBase64(entry.salt);
  if (entry.bodyState !== 'verified' || !salt) {
    return fails(name, 'The platform itself says that body and leaf do not belong together.');
  }
  const hash = toHex(await sha256(salt, utf8(canonical(entry.body))));
  const hashes = [['SHA-256 of salt and body', hash], ['Commitment in the leaf', String(commitment)]];
  return hash === commitment
    ? holds(name, 'The salted hash of what happened is the one to which the leaf commits.', hashes)
    : fails(name, 'The salted hash of what happened is not the one to which the leaf commits.', hashes);
}

async function rootStep(index, checkpoint, hash, encoded) {
  const name = 'Way to the root';
  const proof = encoded.map(text => fromBase64(String(text)));
  const climbed = proof.includes(null) ? null : await climb(index, checkpoint.size, hash, proof);
  if (!climbed) {
    return fails(name, `The proof of ${encoded.length} hashes cannot be one for entry ${index} of ${checkpoint.size}.`);
  }
  const hashes = [
    ...climbed.steps.flatMap((step, i) => [[`${i + 1}. ${step.side} neighbour`, toHex(step.sibling)], [`${i + 1}. both together`, toHex(step.result)]]),
    ['Root that this leads to', toHex(climbed.root)],
    ['Root in the checkpoint', toHex(checkpoint.root)],
  ];
  return same(climbed.root, checkpoint.root)
    ? holds(name, `With ${proof.length} neighbouring hashes the leaf leads to the root that the checkpoint of ${checkpoint.size} entries signs (RFC 9162, section 2.1.3.2).`, hashes)
    : fails(name, 'Leaf and proof lead to another root than the one in the checkpoint: the leaf, the proof or the checkpoint was changed.', hashes);
}
