/** The files in which version 0.1 kept what is in the ledger since: read until a ledger has taken them over, and then removed. */

import { rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import { instant } from '../../ledger/cells.ts';
import type { KnownAccount, StateBook, StateReader } from '../../ledger/state.ts';
import { noCapabilities } from '../../networks/capabilities.ts';
import { type CapabilityFile, capabilityFile } from '../../networks/stored-forms.ts';
import { StopError } from '../stop.ts';
import { type Kept, readKept } from './kept-file.ts';
import type { Places } from './places.ts';

const account = z.union([
  z.strictObject({ network: z.string(), did: z.string() }),
  z
    .strictObject({ network: z.string(), server: z.string(), id: z.string(), domain: z.string().optional() })
    .transform(({ domain = null, ...of }): KnownAccount => ({ ...of, domain })),
]);
const clock = z.object({
  verdict: z.enum(['right', 'warning', 'unsure', 'limit']),
  aheadMillis: z.number().nullable(),
  seenAt: instant,
});
const instants = z.record(z.string(), instant);
const forms = {
  accounts: z.record(z.string(), account),
  capabilities: capabilityFile,
  clocks: z.record(z.string(), clock),
  alarms: z.object({ raised: instants, away: instants }),
};

const nothing = { accounts: {}, capabilities: noCapabilities, clocks: {}, alarms: { raised: {}, away: {} } };

/**
 * What is kept in a data folder, to look at it: in its ledger, if there is one, and in files that no ledger has taken over
 * yet. Reading throws a StopError where nobody could go on without a file that is damaged, and complains of another.
 */
export function keptIn(
  { earlier }: Places,
  ledger: StateReader | null,
  complain: (message: string) => void,
): StateReader {
  const { accounts, capabilities, clocks, alarms } = earlier;
  return {
    async accounts() {
      const kept = await readKept(accounts, forms.accounts);
      if (kept.kind === 'damaged') {
        const message = `${accounts} is damaged, so nobody can tell which accounts channels are. ${kept.reason}. Delete it; \`tick\` and \`run\` learn them anew when they connect.`;
        throw new StopError('settings', message);
      }
      return { ...valueIn(kept, nothing.accounts), ...(await ledger?.accounts()) };
    },
    async capabilities() {
      const before = capabilitiesIn(await readKept(capabilities, forms.capabilities), capabilities);
      return { accounts: { ...before.accounts, ...(await ledger?.capabilities())?.accounts } };
    },
    async clocks() {
      const kept = await readKept(clocks, forms.clocks);
      if (kept.kind === 'damaged') complain(`${ofClocks(clocks)}. ${kept.reason}.`);
      return { ...valueIn(kept, nothing.clocks), ...(await ledger?.clocks()) };
    },
    async alarms() {
      const kept = valueIn(await readKept(alarms, forms.alarms), nothing.alarms);
      const known = (await ledger?.alarms()) ?? nothing.alarms;
      return { raised: { ...kept.raised, ...known.raised }, away: { ...kept.away, ...known.away } };
    },
  };
}

/**
 * Has a ledger take over what the files say, and removes them: whoever is killed in between does the same once more. A
 * damaged one is set aside, and that is said. Throws a StopError if nobody can tell what servers allow.
 */
export async function takeOver(
  { earlier }: Places,
  ledger: Pick<StateBook, 'takeOver'>,
  complain: (message: string) => void,
): Promise<void> {
  const accounts = await readKept(earlier.accounts, forms.accounts);
  const capabilities = await readKept(earlier.capabilities, forms.capabilities);
  const clocks = await readKept(earlier.clocks, forms.clocks);
  const alarms = await readKept(earlier.alarms, forms.alarms);
  const all = [
    { file: earlier.accounts, kept: accounts, follows: 'each channel is known anew once it connects' },
    { file: earlier.capabilities, kept: capabilities, follows: '' },
    { file: earlier.clocks, kept: clocks, follows: 'what was found of this machine’s clock is not known' },
    { file: earlier.alarms, kept: alarms, follows: 'alarms may come twice' },
  ];
  if (all.every(({ kept }) => kept.kind === 'absent')) return;
  await ledger.takeOver({
    accounts: valueIn(accounts, nothing.accounts),
    capabilities: capabilitiesIn(capabilities, earlier.capabilities),
    clocks: valueIn(clocks, nothing.clocks),
    alarms: valueIn(alarms, nothing.alarms),
  });
  for (const { file, kept, follows } of all) {
    if (kept.kind === 'kept') await rm(file, { force: true });
    if (kept.kind !== 'damaged') continue;
    await rename(file, `${file}.damaged`);
    complain(`${file} is damaged, so ${follows}; it is ${file}.damaged from now on. ${kept.reason}.`);
  }
}

function ofClocks(file: string): string {
  return `${file} is damaged, so what was found of this machine’s clock is not known until channels connect`;
}

function valueIn<T>(kept: Kept<T>, blank: T): T {
  return kept.kind === 'kept' ? kept.value : blank;
}

function capabilitiesIn(kept: Kept<CapabilityFile>, file: string): CapabilityFile {
  if (kept.kind !== 'damaged') return valueIn(kept, noCapabilities);
  throw new StopError('settings', `${file} is broken; delete it, and it is learned anew. ${kept.reason}.`);
}
