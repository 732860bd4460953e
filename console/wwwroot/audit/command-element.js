// <audit-command>: how to check an export, with the key that this browser keeps.

import { CheckElement } from './check-element.js';
import { button, make } from './dom.js';
import { keptCheckpoints } from './kept.js';
import { quoted } from './note.js';
import { readTrust } from './trust.js';

class AuditCommand extends CheckElement {
  check() {
    return this.show(async platform => {
      const { kept, keys } = await readTrust(platform);
      const command = `dotnet RetailServerless.Functions.dll verify-audit audit.jsonl${keys.map(key => ` \\\n  --key ${quoted(key)}`).join('')}${keptCheckpoints().length === 0 ? '' : ' \\\n  --older checkpoint.txt'}`;
      const copied = make('span', { role: 'status' });
      const copy = async () => {
        await navigator.clipboard.writeText(command);
        copied.textContent = ' Copied.';
      };
      return [
        make('pre', { class: 'audit-command', tabindex: '0', 'aria-label': 'Command' }, command),
        make('p', {}, button('Copy the command', copy), copied),
        make('p', { class: 'muted' }, kept
          ? 'The key is the one that you keep in this browser. checkpoint.txt is a checkpoint that you saved: leave that part out when you have none.'
          : 'The key is the one that the platform names. Get it another way before you believe what the command says.'),
      ];
    });
  }
}

customElements.define('audit-command', AuditCommand);
