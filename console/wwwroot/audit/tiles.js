// C2SP tlog-tiles: where the bytes of an entry are, and how they are cut out.

const width = 256n;
const group = 1000n;

/** The path of the bundle that holds an entry, in a tree of a size. */
export function bundlePath(index, size) {
  const number = index / width;
  let path = String(number % group).padStart(3, '0');
  for (let rest = number / group; rest > 0n; rest /= group) {
    path = `x${String(rest % group).padStart(3, '0')}/${path}`;
  }
  const there = size - number * width;
  return there >= width ? `tile/entries/${path}` : `tile/entries/${path}.p/${there}`;
}

/**
 * The entry of a bundle: each has its length before it, two bytes, big-endian.
 * @returns {Uint8Array|null} null when the bundle ends before it.
 */
export function entryOf(bundle, index) {
  let at = 0;
  for (let left = index % width; at + 2 <= bundle.length; left--) {
    const end = at + 2 + bundle[at] * 256 + bundle[at + 1];
    if (end > bundle.length) {
      return null;
    }
    if (left === 0n) {
      return bundle.slice(at + 2, end);
    }
    at = end;
  }
  return null;
}
