// <audit-latest> and <audit-consistency>: the newest checkpoint, those that this browser kept, and what lies between.

import { toHex } from './bytes.js';
import { CheckElement } from './check-element.js';
import { checkConsistency } from './consistency-check.js';
import { button, make } from './dom.js';
import { keepIfGood } from './history.js';
import { forgetCheckpoint, keptCheckpoints } from './kept.js';
import { checkLatest } from './latest-check.js';
import { readCheckpoint } from './note.js';
import { stepsView } from './steps-view.js';

const kept = 'audit-checkpoints-changed';
const count = size => BigInt(size).toLocaleString('en');
const when = instant => `${instant.slice(0, 16).replace('T', ' ')} UTC`;

class AuditLatest extends CheckElement {
  check() {
    return this.show(async platform => {
      const { steps, checkpoint } = await checkLatest(platform);
      if (keepIfGood(steps, checkpoint)) {
        document.dispatchEvent(new Event(kept));
      }
      return [
        ...stepsView(steps, {
          holds: 'The checkpoint is signed with the key that you keep.',
          open: 'Nothing speaks against the checkpoint. Below is what was not checked, and why.',
          fails: 'Keep this page as it is, and tell the governance board.',
        }),
        ...checkpoint ? facts(checkpoint) : [],
        button('Check again', () => this.check()),
      ];
    });
  }
}

function facts({ origin, size, root, note }) {
  const link = URL.createObjectURL(new Blob([note], { type: 'text/plain' }));
  return [
    make('dl', { class: 'audit-facts' },
      make('dt', {}, 'Log'), make('dd', {}, origin),
      make('dt', {}, 'Entries'), make('dd', { 'data-size': String(size) }, count(size)),
      make('dt', {}, 'Root'), make('dd', { class: 'audit-mono' }, toHex(root))),
    make('p', {}, make('a', { href: link, download: `checkpoint-${size}.txt` }, 'Save this checkpoint as a file'), ' and keep it away from the platform: it shows later that nothing before it was changed.'),
  ];
}

class AuditConsistency extends CheckElement {
  #result = make('div', { class: 'audit-result' });

  // Made once, so that what was pasted stays.
  #form = null;

  #again = () => this.check();

  connectedCallback() {
    document.addEventListener(kept, this.#again);
    super.connectedCallback();
  }

  disconnectedCallback() {
    document.removeEventListener(kept, this.#again);
    super.disconnectedCallback();
  }

  check() {
    return this.show(async platform => [this.#table(platform), this.#form ??= this.#makeForm(platform), this.#result]);
  }

  #table(platform) {
    const all = keptCheckpoints();
    if (all.length === 0) {
      return make('p', {}, 'This browser has kept no checkpoint yet.');
    }
    return make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Checkpoints that this browser kept' }, make('table', { class: 'audit-table' },
      make('thead', {}, make('tr', {}, ...['Seen', 'Entries', 'Root', 'What to do'].map(title => make('th', { scope: 'col' }, title)))),
      make('tbody', {}, ...all.map(checkpoint => make('tr', { 'data-kept': checkpoint.size },
        make('td', {}, when(checkpoint.seen)),
        make('td', {}, count(checkpoint.size)),
        make('td', { class: 'audit-mono', title: checkpoint.root }, `${checkpoint.root.slice(0, 16)}...`),
        make('td', {}, make('div', { class: 'audit-actions' },
          button('Check', () => this.#compare(checkpoint.note, platform), { 'aria-label': `Check the checkpoint of ${checkpoint.size} entries against the newest` }),
          button('Forget', () => { forgetCheckpoint(checkpoint.note); this.check(); }, { 'aria-label': `Forget the checkpoint of ${checkpoint.size} entries` }))))))));
  }

  #makeForm(platform) {
    const area = make('textarea', { id: 'audit-note', rows: 5, spellcheck: 'false', autocomplete: 'off', 'aria-describedby': 'audit-note-help' });
    const submit = event => {
      event.preventDefault();
      // A copied text often loses its last line end, which is a part of a note.
      this.#compare(`${area.value.replaceAll('\r\n', '\n').trimEnd()}\n`, platform);
    };
    return make('form', { class: 'audit-key-form', onsubmit: submit },
      make('label', { for: 'audit-note' }, 'A checkpoint that you kept elsewhere'),
      area,
      make('p', { id: 'audit-note-help', class: 'muted' }, 'The whole text: name of the log, number of entries, root, an empty line, and the line of the signature.'),
      make('div', { class: 'audit-actions' }, make('button', { type: 'submit', class: 'audit-button' }, 'Check it against the newest')));
  }

  async #compare(note, platform) {
    this.#result.replaceChildren(make('p', { role: 'status' }, 'Checking in your browser ...'));
    try {
      const { steps, checkpoint } = await checkConsistency(note, platform);
      const older = readCheckpoint(note);
      this.#result.replaceChildren(make('h3', { tabindex: '-1' }, older ? `From ${count(older.size)} entries to ${checkpoint ? count(checkpoint.size) : 'the newest checkpoint'}` : 'What was pasted'), ...stepsView(steps, {
        holds: 'The log only grew since that checkpoint; nothing before it was changed.',
        open: 'Nothing speaks against the log. Below is what was not checked, and why.',
        fails: 'Keep both checkpoints, and tell the governance board.',
      }));
    } catch (problem) {
      this.#result.replaceChildren(this.problem(problem.message, problem.detail ?? 'The check itself broke, so nothing was checked.'));
    }
    this.#result.firstElementChild.focus();
  }
}

customElements.define('audit-latest', AuditLatest);
customElements.define('audit-consistency', AuditConsistency);
