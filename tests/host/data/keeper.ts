/** Another process that keeps accounts in a ledger: one for each name that it is given, all at once. */

import { openLedger } from '../../../bot/ledger/sqlite.ts';
import { storedForms } from '../../../bot/networks/stored-forms.ts';
import { mastodonAccount } from '../../support/threads.ts';

const [file = '', ...names] = process.argv.slice(2);
const ledger = await openLedger(file, storedForms);
await Promise.all(names.map((id) => ledger.rememberAccount(id, () => ({ ...mastodonAccount, domain: null }))));
await ledger.close();
