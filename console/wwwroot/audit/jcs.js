// The JSON Canonicalization Scheme (RFC 8785): one text for one value. It is defined by what JSON.stringify does with numbers and strings, so only the order of names is left to do.

export function canonical(value) {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (value !== null && typeof value === 'object') {
    return `{${Object.keys(value).sort().map(name => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
