import { ledgerContract } from '../../ledger/contract.ts';
import { emptyLedger, plainLedger } from './plain-ledger.ts';

ledgerContract('one plain value, as the explorer keeps it', async () => plainLedger({ state: emptyLedger }));
