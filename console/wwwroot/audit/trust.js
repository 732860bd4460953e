// Whose signatures count: those of the keys that the auditor keeps in this browser, else those of the keys that the platform names, which vouch for nobody but the platform.

import { keptKeys } from './kept.js';
import { canVerify, parseKeys, short, signerOf } from './note.js';
import { fails, holds, open } from './steps.js';

/** The keys to check with, and the keys that the platform names. */
export async function readTrust(platform) {
  const named = await platform.json('keys');
  const offered = await parseKeys((Array.isArray(named?.keys) ? named.keys : []).join('\n')) ?? [];
  const kept = keptKeys();
  return { kept, offered, keys: (kept ? await parseKeys(kept.text) : offered) ?? [] };
}

/** The two steps about the signature of a checkpoint: that it is signed, and by whom the key is vouched for. */
export async function signatureSteps(checkpoint, trust, name) {
  if (!await canVerify()) {
    return [open(name, 'This browser cannot check Ed25519 signatures. The hashes above were checked; who signed them was not. Use a current Chromium, Firefox or Safari, or check an export with verify-audit.')];
  }
  const signer = await signerOf(checkpoint, trust.keys);
  return [signatureStep(name, checkpoint, signer, trust), keyStep(signer, trust)];
}

function signatureStep(name, checkpoint, signer, trust) {
  switch (signer.outcome) {
    case 'signed':
      // A key signs the checkpoints of the log whose name it bears, and of no other; verify-audit asks for the same.
      return signer.key.name === checkpoint.origin
        ? holds(name, `Signed with the key ${short(signer.key)} (Ed25519).`)
        : fails(name, `The key ${short(signer.key)} signed it, and that is not the key of the log ${checkpoint.origin}.`);
    case 'forged':
      return fails(name, `It bears the name of the key ${short(signer.key)}, and that key did not make this signature: the checkpoint or its signature was changed.`);
    default:
      return fails(name, trust.keys.length === 0 ? 'There is no key to check it with.' : `None of the keys signed it: ${trust.keys.map(short).join(', ')}.`);
  }
}

function keyStep(signer, trust) {
  const name = 'The key';
  if (!trust.kept) {
    return open(name, 'The key came from the platform itself, so it says no more than that the platform agrees with itself. Get the key another way, on paper or from another person, and keep it in this browser.');
  }
  const strangers = trust.offered.filter(key => !trust.keys.some(k => k.text === key.text));
  const change = strangers.length === 0 ? '' : ` The platform now names ${strangers.length === 1 ? 'a key' : 'keys'} that you do not keep: ${strangers.map(short).join(', ')}. Keys are changed now and then; ask for the new one another way before you keep it.`;
  if (signer.outcome !== 'signed') {
    return fails(name, `You keep ${trust.keys.map(short).join(', ') || 'no readable key'}, and it did not sign this checkpoint.${change}`);
  }
  const since = `It is the key that you keep in this browser since ${trust.kept.since.slice(0, 16).replace('T', ' ')} UTC.`;
  return strangers.length === 0 ? holds(name, since) : open(name, since + change);
}
