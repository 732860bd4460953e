// <audit-proof entry="{...}">: checks the entry that a page shows.

import { CheckElement } from './check-element.js';
import { button } from './dom.js';
import { checkEntry } from './entry-check.js';
import { keepIfGood } from './history.js';
import { stepsView } from './steps-view.js';

class AuditProof extends CheckElement {
  static observedAttributes = ['entry'];

  attributeChangedCallback(_, before) {
    if (before !== null && this.isConnected) {
      this.check();
    }
  }

  check() {
    return this.show(async platform => {
      const entry = JSON.parse(this.getAttribute('entry'));
      const { steps, checkpoint } = await checkEntry(entry, platform);
      keepIfGood(steps, checkpoint);
      return [
        ...stepsView(steps, {
          holds: `Entry ${entry.index} is in the log of ${checkpoint?.size} entries, and is what was written then.`,
          open: 'Nothing speaks against the entry. Below is what was not checked, and why.',
          fails: 'Keep this page as it is, and tell the governance board.',
        }),
        button('Check again', () => this.check()),
      ];
    });
  }
}

customElements.define('audit-proof', AuditProof);
