// That the log of an older checkpoint is the beginning of the log as it is now.

import { fromBase64, toHex } from './bytes.js';
import { grow, same } from './merkle.js';
import { readCheckpoint } from './note.js';
import { fails, holds } from './steps.js';
import { readTrust, signatureSteps } from './trust.js';

/**
 * Checks a checkpoint that somebody kept against the newest one.
 * @param {string} olderNote the whole signed note that was kept.
 * @returns {Promise<{steps: object[], checkpoint: object|null}>} the steps and the newest checkpoint.
 */
export async function checkConsistency(olderNote, platform) {
  const older = readCheckpoint(olderNote);
  if (!older || older.size === 0n) {
    return { steps: [fails('The older checkpoint', 'This is no signed checkpoint of a log with entries. Paste the whole note: three lines, an empty line, and the line of the signature.')], checkpoint: null };
  }

  const trust = await readTrust(platform);
  const [signed] = await signatureSteps(older, trust, 'Signature of the older checkpoint');

  // Of a log that was rolled back the platform gives no proof, so its newest checkpoint is asked for first. The proof comes with one of its own, for the log may have grown in between.
  const newest = readCheckpoint(String((await platform.json('checkpoints/latest'))?.note ?? ''));
  const wrong = notAfter(older, newest);
  return wrong ? { steps: [signed, wrong], checkpoint: newest } : await compare(older, signed, trust, platform);
}

/** Why a checkpoint cannot be a later one of the same log; null when it can. */
function notAfter(older, latest) {
  if (!latest) {
    return fails('The newest checkpoint', 'What the platform gave as its newest checkpoint is none.');
  }
  if (latest.origin !== older.origin) {
    return fails('One log', `The older checkpoint is of ${older.origin}, the newest of ${latest.origin}.`);
  }
  return latest.size < older.size
    ? fails('The log only grew', `The older checkpoint covers ${older.size} entries and the newest ${latest.size}: the log was rolled back.`)
    : null;
}

async function compare(older, signed, trust, platform) {
  const answer = await platform.json(`checkpoints/consistency?from=${older.size}`);
  const latest = readCheckpoint(String(answer?.checkpoint?.note ?? ''));
  const wrong = notAfter(older, latest);
  if (wrong) {
    return { steps: [signed, wrong], checkpoint: latest };
  }
  const proof = (Array.isArray(answer.hashes) ? answer.hashes : []).map(text => fromBase64(String(text)));
  const grown = proof.includes(null) ? null : await grow(older.size, latest.size, older.root, proof);
  return {
    steps: [signed, ...grown ? rootSteps(grown, older, latest, proof) : [fails('The proof', `${proof.length} hashes cannot be a proof between ${older.size} and ${latest.size} entries.`)], ...await signatureSteps(latest, trust, 'Signature of the newest checkpoint')],
    checkpoint: latest,
  };
}

function rootSteps(grown, older, latest, proof) {
  const path = proof.map((hash, i) => [`Hash ${i + 1} of the proof`, toHex(hash)]);
  const first = [...path, ['Root that the proof gives', toHex(grown.first)], ['Root in the older checkpoint', toHex(older.root)]];
  const second = [['Root that the proof gives', toHex(grown.second)], ['Root in the newest checkpoint', toHex(latest.root)]];
  return [
    same(grown.first, older.root)
      ? holds('The older root', `The proof leads to the root over the first ${older.size} entries that you kept (RFC 9162, section 2.1.4.2).`, first)
      : fails('The older root', `The first ${older.size} entries are not those that the older checkpoint covers: the past was rewritten, or the proof was changed.`, first),
    same(grown.second, latest.root)
      ? holds('The newest root', `The same hashes lead to the root over all ${latest.size} entries: ${latest.size - older.size} were added and none was changed.`, second)
      : fails('The newest root', 'The proof does not lead to the root in the newest checkpoint: the log did not only grow, or proof or checkpoint was changed.', second),
  ];
}
