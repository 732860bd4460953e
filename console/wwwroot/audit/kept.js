// What this browser keeps for the auditor: the public keys that the auditor trusts, and the checkpoints that held.

const keysAt = 'retail-audit.keys';
const checkpointsAt = 'retail-audit.checkpoints';
const most = 100;

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

/** @returns {{text: string, since: string}|null} The keys, one a line, and since when they are kept. */
export function keptKeys() {
  const kept = read(keysAt);
  return typeof kept?.text === 'string' && typeof kept.since === 'string' ? kept : null;
}

export const keepKeys = text => localStorage.setItem(keysAt, JSON.stringify({ text, since: new Date().toISOString() }));
export const forgetKeys = () => localStorage.removeItem(keysAt);

/** @returns {{origin: string, size: string, root: string, note: string, seen: string}[]} Newest first. */
export function keptCheckpoints() {
  const kept = read(checkpointsAt);
  return Array.isArray(kept) ? kept.filter(c => c && ['origin', 'size', 'root', 'note', 'seen'].every(name => typeof c[name] === 'string')) : [];
}

/** Keeps a checkpoint, once; the oldest goes when there are too many, but never the first that was kept. */
export function keepCheckpoint({ origin, size, root, note }) {
  const kept = keptCheckpoints();
  if (!kept.some(c => c.origin === origin && c.size === size && c.root === root)) {
    kept.unshift({ origin, size, root, note, seen: new Date().toISOString() });
    if (kept.length > most) {
      kept.splice(-2, 1);
    }
    localStorage.setItem(checkpointsAt, JSON.stringify(kept));
  }
}

export const forgetCheckpoint = note => localStorage.setItem(checkpointsAt, JSON.stringify(keptCheckpoints().filter(c => c.note !== note)));
