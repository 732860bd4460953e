// Bytes as text, both ways.

export const utf8 = text => new TextEncoder().encode(text);

export const toHex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');

export const toBase64 = bytes => btoa(String.fromCharCode(...bytes));

/** @returns {Uint8Array|null} null when it is not base64 as RFC 4648 section 4 writes it. */
export function fromBase64(text) {
  try {
    const bytes = Uint8Array.from(atob(text), character => character.charCodeAt(0));
    return toBase64(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}
