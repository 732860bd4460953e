// The base of the elements that check something and show how it went.

import { make, button } from './dom.js';
import { canHash } from './merkle.js';
import * as platform from './platform.js';

export const keysChanged = 'audit-keys-changed';

export class CheckElement extends HTMLElement {
  #run = 0;

  #again = () => this.check();

  connectedCallback() {
    document.addEventListener(keysChanged, this.#again);
    this.check();
  }

  disconnectedCallback() {
    document.removeEventListener(keysChanged, this.#again);
    this.#run++;
  }

  /** Shows what an async function gives; a later call takes the place of an earlier one. */
  async show(work) {
    const run = ++this.#run;
    if (this.childElementCount === 0) {
      this.replaceChildren(make('p', { role: 'status' }, 'Checking in your browser ...'));
    }
    let nodes;
    try {
      nodes = canHash() ? await work(platform) : [this.problem('Your browser checks nothing here', 'It offers its hash functions (WebCrypto) only to pages over https and to those of this machine. Open the console over https, or check an export with verify-audit.')];
    } catch (problem) {
      nodes = [this.problem(problem.message, problem.detail ?? 'The check itself broke, so nothing was checked.'), button('Check again', () => this.check())];
    }
    if (run === this.#run) {
      this.replaceChildren(...nodes);
      this.dataset.ready = 'true';
    }
  }

  problem(title, detail) {
    return make('div', { class: 'audit-verdict audit-fails', role: 'alert', 'data-verdict': 'none' }, make('strong', {}, `${title}.`), ` ${detail}`);
  }
}
