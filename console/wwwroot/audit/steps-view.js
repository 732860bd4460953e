// Shows the steps of a check: in words first, with the hashes behind each.

import { make } from './dom.js';
import { verdictOf, words } from './steps.js';

const marks = { holds: '\u2713', fails: '\u2717', open: '!', shown: '\u2022' };

/**
 * @param {object[]} steps
 * @param {{holds: string, open: string, fails: string}} said What all of them together mean.
 */
export function stepsView(steps, said) {
  const verdict = verdictOf(steps);
  return [
    make('p', { class: `audit-verdict audit-${verdict.state}`, role: 'status', 'data-verdict': verdict.state },
      make('strong', {}, { holds: 'Holds.', open: 'Holds as far as it was checked.', fails: `Does not hold: ${verdict.at}.` }[verdict.state]), ` ${said[verdict.state]}`),
    make('ol', { class: 'audit-steps' }, ...steps.map(stepView)),
  ];
}

function stepView({ state, name, text, hashes }) {
  return make('li', { class: `audit-step audit-${state}`, 'data-step': name, 'data-state': state },
    make('div', { class: 'audit-step-head' },
      make('span', { class: 'audit-step-name' }, name),
      make('span', { class: 'audit-word' }, make('span', { 'aria-hidden': 'true' }, `${marks[state]} `), words[state])),
    make('p', {}, text),
    hashes.length === 0 ? null : make('details', {},
      make('summary', {}, `Show the ${hashes.length === 1 ? 'value' : `${hashes.length} values`} of \u201c${name}\u201d`),
      make('dl', { class: 'audit-hashes' }, ...hashes.flatMap(([label, value]) => [make('dt', {}, label), make('dd', {}, value)]))));
}
