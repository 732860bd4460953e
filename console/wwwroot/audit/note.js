// C2SP signed-note with Ed25519 keys, and the tlog-checkpoint that the log signs.

import { fromBase64, toHex, utf8 } from './bytes.js';
import { hashSize, same, sha256 } from './merkle.js';

const ed25519 = 1;
const dash = '\u2014 ';

/**
 * Reads a public key as people hand it on: name+id+base64.
 * @returns {Promise<{name: string, id: Uint8Array, key: Uint8Array, text: string}|null>} null when it is none, or its id does not belong to it.
 */
export async function parseKey(text) {
  const parts = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim());
  const bytes = parts && fromBase64(parts[3]);
  if (!bytes || bytes.length !== 1 + 32 || bytes[0] !== ed25519) {
    return null;
  }
  const id = (await sha256(utf8(`${parts[1]}\n`), bytes)).slice(0, 4);
  return toHex(id) === parts[2] ? { name: parts[1], id, key: bytes.slice(1), text: text.trim() } : null;
}

/** The keys of a text with one key a line; null when a line is none, or there is no line. */
export async function parseKeys(text) {
  const keys = await Promise.all(text.split('\n').map(line => line.trim()).filter(line => line !== '').map(parseKey));
  return keys.length === 0 || keys.includes(null) ? null : keys;
}

/**
 * Cuts a note into its text and its signatures.
 * @returns {{text: string, signatures: {name: string, id: Uint8Array, signature: Uint8Array}[]}|null}
 */
export function parseNote(note) {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) {
    return null;
  }
  const signatures = note.slice(split + 2, -1).split('\n').map(line => {
    const at = line.lastIndexOf(' ');
    const bytes = line.startsWith(dash) && at > dash.length ? fromBase64(line.slice(at + 1)) : null;
    return bytes && bytes.length > 4 ? { name: line.slice(dash.length, at), id: bytes.slice(0, 4), signature: bytes.slice(4) } : null;
  });
  return signatures.includes(null) ? null : { text: note.slice(0, split + 1), signatures };
}

/**
 * The text of a checkpoint: origin, size, root; lines after them are extensions.
 * @returns {{origin: string, size: bigint, root: Uint8Array}|null}
 */
export function parseCheckpoint(text) {
  const lines = text.split('\n');
  if (lines.length < 4 || lines.at(-1) !== '' || lines.slice(0, -1).includes('') || !/^(0|[1-9][0-9]{0,18})$/.test(lines[1])) {
    return null;
  }
  const root = fromBase64(lines[2]);
  return root?.length === hashSize ? { origin: lines[0], size: BigInt(lines[1]), root } : null;
}

/** Reads a note and the checkpoint in it; null when it is none. */
export function readCheckpoint(note) {
  const parsed = parseNote(note);
  const checkpoint = parsed && parseCheckpoint(parsed.text);
  return checkpoint && { ...checkpoint, ...parsed, note };
}

let known;

/** Whether this browser checks Ed25519: asked with the first signature of RFC 8032 section 7.1. */
export function canVerify() {
  known ??= (async () => {
    const bytes = hex => Uint8Array.from(hex.match(/../g), pair => parseInt(pair, 16));
    const key = bytes('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
    const signature = bytes('e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b');
    try {
      return await verify(key, signature, new Uint8Array(0));
    } catch {
      return false;
    }
  })();
  return known;
}

async function verify(key, signature, message) {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']);
  return crypto.subtle.verify({ name: 'Ed25519' }, imported, signature, message);
}

/**
 * Who of these keys signed a note. A signature in the name and id of a key that is wrong spoils the note, whoever else signed it.
 * @returns {Promise<{outcome: 'signed', key: object}|{outcome: 'forged', key: object}|{outcome: 'stranger'}>}
 */
export async function signerOf(parsed, keys) {
  let signer = null;
  for (const { name, id, signature } of parsed.signatures) {
    const key = keys.find(k => k.name === name && same(k.id, id));
    if (key) {
      if (signature.length !== 64 || !await verify(key.key, signature, utf8(parsed.text))) {
        return { outcome: 'forged', key };
      }
      signer ??= key;
    }
  }
  return signer ? { outcome: 'signed', key: signer } : { outcome: 'stranger' };
}

/** A key as a word of a shell: its name may hold anything but blanks and plus signs, and comes from the platform. */
export const quoted = key => `'${key.text.replaceAll("'", "'\\''")}'`;

export const short = key => `${key.name}+${toHex(key.id)}`;
