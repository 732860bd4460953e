// The newest checkpoint: who signed it, and that no checkpoint that was kept speaks against it.

import { historyStep, signatureName } from './history.js';
import { readCheckpoint } from './note.js';
import { fails } from './steps.js';
import { readTrust, signatureSteps } from './trust.js';

/** @returns {Promise<{steps: object[], checkpoint: object|null}>} */
export async function checkLatest(platform) {
  const [answer, trust] = await Promise.all([platform.json('checkpoints/latest'), readTrust(platform)]);
  const checkpoint = readCheckpoint(String(answer?.note ?? ''));
  return checkpoint
    ? { steps: [...await signatureSteps(checkpoint, trust, signatureName), historyStep(checkpoint)], checkpoint }
    : { steps: [fails('The checkpoint', 'What the platform gave as its checkpoint is none (C2SP tlog-checkpoint).')], checkpoint };
}
