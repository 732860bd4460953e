// Proofs of an RFC 9162 Merkle tree, checked with nothing but SHA-256. Sizes and indices are BigInt: a log may outgrow what a double counts.

export const hashSize = 32;

/** Whether this browser can hash: WebCrypto works only over https and on this machine. */
export const canHash = () => globalThis.crypto?.subtle !== undefined;

export async function sha256(...parts) {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** Section 2.1.1: the hash of a leaf begins with 0x00, that of a node with 0x01. */
export const leafHash = leaf => sha256([0], leaf);
export const nodeHash = (left, right) => sha256([1], left, right);

export const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

const isOdd = n => (n & 1n) === 1n;
const areHashes = proof => proof.every(hash => hash.length === hashSize);

/**
 * Section 2.1.3.2: the root that a leaf and its path lead to.
 * @returns {Promise<{steps: {side: 'left'|'right', sibling: Uint8Array, result: Uint8Array}[], root: Uint8Array}|null>} null when the path cannot be one of this leaf in this tree.
 */
export async function climb(index, size, leaf, proof) {
  if (index < 0n || index >= size || leaf.length !== hashSize || !areHashes(proof)) {
    return null;
  }
  let [fn, sn, result] = [index, size - 1n, leaf];
  const steps = [];
  for (const sibling of proof) {
    if (sn === 0n) {
      return null;
    }
    const side = isOdd(fn) || fn === sn ? 'left' : 'right';
    if (side === 'left') {
      result = await nodeHash(sibling, result);
      while (!isOdd(fn) && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      result = await nodeHash(result, sibling);
    }
    steps.push({ side, sibling, result });
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n ? { steps, root: result } : null;
}

/** Whether a leaf is at an index of the tree with this root. */
export async function verifyInclusion(index, size, leaf, proof, root) {
  const climbed = await climb(index, size, leaf, proof);
  return climbed !== null && same(climbed.root, root);
}

/**
 * Section 2.1.4.2: the two roots that a consistency proof leads to, the older one and the newer one.
 * @returns {Promise<{first: Uint8Array, second: Uint8Array}|null>} null when the proof cannot be one between these sizes.
 */
export async function grow(firstSize, secondSize, firstRoot, proof) {
  if (firstSize <= 0n || firstSize > secondSize) {
    return null;
  }
  if (firstSize === secondSize) {
    return proof.length === 0 ? { first: firstRoot, second: firstRoot } : null;
  }
  if (proof.length === 0 || firstRoot.length !== hashSize || !areHashes(proof)) {
    return null;
  }

  // A tree whose size is a power of two is one node of the newer one, and its root begins the path; else the proof says what does.
  const path = (firstSize & (firstSize - 1n)) === 0n ? [firstRoot, ...proof] : proof;
  let [fn, sn] = [firstSize - 1n, secondSize - 1n];
  while (isOdd(fn)) {
    fn >>= 1n;
    sn >>= 1n;
  }
  let [first, second] = [path[0], path[0]];
  for (const hash of path.slice(1)) {
    if (sn === 0n) {
      return null;
    }
    if (isOdd(fn) || fn === sn) {
      first = await nodeHash(hash, first);
      second = await nodeHash(hash, second);
      while (!isOdd(fn) && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      second = await nodeHash(second, hash);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n ? { first, second } : null;
}

/** Whether the tree of the first root is the beginning of the tree of the second. */
export async function verifyConsistency(firstSize, secondSize, proof, firstRoot, secondRoot) {
  const grown = await grow(firstSize, secondSize, firstRoot, proof);
  return grown !== null && same(grown.first, firstRoot) && same(grown.second, secondRoot);
}
