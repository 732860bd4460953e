// A step of a check: what was looked at, how it stands, and the hashes that say so.

const step = state => (name, text, hashes = []) => ({ state, name, text, hashes });

export const holds = step('holds');
export const fails = step('fails');

/** Not checked, or checked and of less worth than it should be. */
export const open = step('open');

/** Computed, with nothing to compare it with. */
export const shown = step('shown');

export const words = { holds: 'holds', fails: 'does not hold', open: 'not checked', shown: 'computed' };

/** How all steps together stand: they hold when something was checked, and nothing was left open. */
export function verdictOf(steps) {
  const first = steps.find(s => s.state === 'fails');
  if (first) {
    return { state: 'fails', at: first.name };
  }
  return { state: steps.some(s => s.state === 'holds') && steps.every(s => s.state === 'holds' || s.state === 'shown') ? 'holds' : 'open' };
}
