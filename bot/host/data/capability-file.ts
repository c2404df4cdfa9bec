/** The capability file: what each server was last seen to allow. Written when channels connect, read by rendering. */

import type { AccountKey } from '../../channel.ts';
import { type CapabilityFile, capabilityFile, noCapabilities } from '../../networks/capabilities.ts';
import type { Capabilities } from '../../render/rules.ts';
import { StopError } from '../stop.ts';
import { changeKept, type Kept, readKept } from './kept-file.ts';
import { orCannotCreate } from './places.ts';

/** What is stored, or nothing if the file was never written. Throws a StopError if it is broken. */
export async function storedCapabilities(path: string): Promise<CapabilityFile> {
  return valueIn(await readKept(path, capabilityFile), path);
}

function valueIn(kept: Kept<CapabilityFile>, path: string): CapabilityFile {
  if (kept.kind !== 'damaged') return kept.kind === 'kept' ? kept.value : noCapabilities;
  const message = `${path} is broken; delete it, and it is written anew. ${kept.reason}.`;
  throw new StopError('settings', message);
}

/** Throws a StopError if what is stored is broken. */
export async function storeCapabilities(path: string, account: AccountKey, capabilities: Capabilities): Promise<void> {
  const changing = changeKept(path, capabilityFile, (kept) => {
    const { accounts } = valueIn(kept, path);
    if (JSON.stringify(accounts[account]) === JSON.stringify(capabilities)) return null;
    return `${JSON.stringify({ accounts: { ...accounts, [account]: capabilities } }, null, 2)}\n`;
  });
  await orCannotCreate(path, changing);
}
