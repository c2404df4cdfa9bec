/** The capability file: what each server was last seen to allow. Written when channels connect, read by rendering. */

import { readFile } from 'node:fs/promises';
import { writeWhole } from '../../media/whole-file.ts';
import type { AccountKey } from '../channel.ts';
import { type Capabilities, type CapabilityFile, noCapabilities, readCapabilities } from '../render/capabilities.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

/** What is stored, or nothing if the file was never written. Throws a CommandError if it is broken. */
export async function storedCapabilities(path: string): Promise<CapabilityFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return noCapabilities;
    throw new CommandError(exitCodes.config, `${path} cannot be read; mend or delete it.`, { cause: error });
  }
  try {
    return readCapabilities(JSON.parse(text));
  } catch (error) {
    const message = `${path} is broken; delete it, and it is written anew. ${String(error)}`;
    throw new CommandError(exitCodes.config, message, { cause: error });
  }
}

export async function storeCapabilities(path: string, account: AccountKey, capabilities: Capabilities): Promise<void> {
  const { accounts } = await storedCapabilities(path);
  if (JSON.stringify(accounts[account]) === JSON.stringify(capabilities)) return;
  const file = { accounts: { ...accounts, [account]: capabilities } };
  await writeWhole(path, `${JSON.stringify(file, null, 2)}\n`);
}
