// Node 18 keeps WebCrypto out of the global scope; the page's modules look for it there, as in a browser.
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto;
