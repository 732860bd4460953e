// <audit-key>: the public keys that the auditor keeps in this browser.

import { CheckElement, keysChanged } from './check-element.js';
import { button, make } from './dom.js';
import { forgetKeys, keepKeys, keptKeys } from './kept.js';
import { parseKeys, short } from './note.js';
import { readTrust } from './trust.js';

class AuditKey extends CheckElement {
  check() {
    return this.show(async platform => {
      const { kept, offered } = await readTrust(platform);
      const strangers = kept ? offered.filter(key => !kept.text.split('\n').includes(key.text)) : [];
      return [
        kept
          ? make('p', { 'data-keys': 'kept' }, `Kept in this browser since ${kept.since.slice(0, 16).replace('T', ' ')} UTC. Checkpoints are checked with it and with nothing that the platform says.`)
          : make('p', { 'data-keys': 'none' }, 'This browser keeps no key, so checkpoints are checked with the one that the platform names. Get the key of the log another way, and paste it here.'),
        strangers.length === 0 ? null : make('p', { class: 'audit-verdict audit-open', role: 'alert', 'data-keys': 'changed' },
          make('strong', {}, 'The key changed. '), `The platform names ${strangers.map(short).join(', ')}, which you do not keep. Ask for the new key another way before you add it.`),
        this.#form(kept),
        make('p', {}, offered.length === 1 ? 'The platform names this key:' : `The platform names ${offered.length} keys, oldest first:`),
        make('ul', { class: 'audit-lines' }, ...offered.map(key => make('li', {}, key.text))),
      ].filter(node => node !== null);
    });
  }

  #form(kept) {
    const area = make('textarea', { id: 'audit-key-text', rows: 2, spellcheck: 'false', autocomplete: 'off', 'aria-describedby': 'audit-key-help audit-key-error' });
    area.value = kept?.text ?? '';
    const error = make('p', { id: 'audit-key-error', class: 'audit-error', role: 'alert' });
    const save = async event => {
      event.preventDefault();
      const keys = await parseKeys(area.value);
      if (!keys) {
        error.textContent = 'This is no key of a log: one is written as name+id+base64, and the id must belong to it. Nothing was kept.';
        return;
      }
      keepKeys(keys.map(key => key.text).join('\n'));
      document.dispatchEvent(new Event(keysChanged));
    };
    const forget = () => {
      forgetKeys();
      document.dispatchEvent(new Event(keysChanged));
    };
    return make('form', { class: 'audit-key-form', onsubmit: save },
      make('label', { for: 'audit-key-text' }, 'Public key of the log'),
      area,
      make('p', { id: 'audit-key-help', class: 'muted' }, 'As verify-audit takes it: name+id+base64. Several keys, as after a change of keys, stand one a line.'),
      error,
      make('div', { class: 'audit-actions' }, make('button', { type: 'submit', class: 'audit-button' }, 'Keep this key'), kept ? button('Forget it', forget) : ''));
  }
}

customElements.define('audit-key', AuditKey);
