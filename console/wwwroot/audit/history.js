// What the checkpoints that this browser kept say about another one, without asking anybody.

import { toHex } from './bytes.js';
import { keepCheckpoint, keptCheckpoints } from './kept.js';
import { fails, holds, shown, verdictOf } from './steps.js';

/** That no kept checkpoint is longer, or of the same size with another root. */
export function historyStep(checkpoint) {
  const name = 'Checkpoints that you kept';
  const kept = keptCheckpoints().filter(c => c.origin === checkpoint.origin);
  const fork = kept.find(c => BigInt(c.size) === checkpoint.size && c.root !== toHex(checkpoint.root));
  const longer = kept.find(c => BigInt(c.size) > checkpoint.size);
  if (fork) {
    return fails(name, `This browser kept a checkpoint of ${fork.size} entries with another root: the platform tells two stories.`, [['Root that was kept', fork.root], ['Root now', toHex(checkpoint.root)]]);
  }
  if (longer) {
    return fails(name, `This browser kept a checkpoint of ${longer.size} entries, and the log now ends at ${checkpoint.size}: it was rolled back.`);
  }
  return kept.length === 0
    ? shown(name, 'This browser has kept none of this log yet. One that holds is kept from now on.')
    : holds(name, `This browser kept ${kept.length}; none is longer, or of this size with another root. On the page of checkpoints each is checked with a consistency proof.`);
}

export const signatureName = 'Signature of the checkpoint';

/** Keeps a checkpoint whose signature was checked, when nothing speaks against it. */
export function keepIfGood(steps, checkpoint) {
  const good = checkpoint !== null && verdictOf(steps).state !== 'fails' && steps.some(s => s.name === signatureName && s.state === 'holds');
  if (good) {
    keepCheckpoint({ origin: checkpoint.origin, size: String(checkpoint.size), root: toHex(checkpoint.root), note: checkpoint.note });
  }
  return good;
}
