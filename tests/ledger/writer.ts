/** Another process that writes to a ledger file: it says on standard output what has been written, line by line, until it is killed or done. */

import { openLedger } from '../../bot/ledger/sqlite.ts';
import { storedForms } from '../../bot/networks/stored-forms.ts';
import { slotsInARow } from '../support/threads.ts';
import { claim, intentFor, now, receipts, takingBy } from './samples.ts';

const [file = '', count = '1'] = process.argv.slice(2);
const ledger = await openLedger(file, storedForms);
console.log('open');
const { lease } = await ledger.takeLease(claim, takingBy('writer'));
for (const slot of slotsInARow(Number(count))) {
  const of = { ...claim, token: lease.token, slot: slot.id };
  if (await ledger.intend(of, intentFor(slot))) console.log(`intended ${slot.id}`);
  await ledger.published(of, receipts, now);
  console.log(`published ${slot.id}`);
}
await ledger.releaseLease(lease);
await ledger.close();
