// Defines the elements of the audit trail's pages. Everything here is this console's own code, so whoever trusts the console as little as the platform checks an export with verify-audit.

import './checkpoints-element.js';
import './command-element.js';
import './entry-element.js';
import './key-element.js';
