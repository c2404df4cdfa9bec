/** The capability file: what each server was last seen to allow. Written when channels connect, read by rendering. */

import { readFile } from 'node:fs/promises';
import type { AccountKey } from '../channel.ts';
import { type Capabilities, type CapabilityFile, noCapabilities, readCapabilities } from '../render/capabilities.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { changeKept } from './kept-file.ts';

/** What is stored, or nothing if the file was never written. Throws a CommandError if it is broken. */
export async function storedCapabilities(path: string): Promise<CapabilityFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return noCapabilities;
    throw new CommandError(exitCodes.config, `${path} cannot be read; mend or delete it.`, { cause: error });
  }
  return capabilitiesFrom(text, path);
}

function capabilitiesFrom(text: string, path: string): CapabilityFile {
  try {
    return readCapabilities(JSON.parse(text));
  } catch (error) {
    const message = `${path} is broken; delete it, and it is written anew. ${String(error)}`;
    throw new CommandError(exitCodes.config, message, { cause: error });
  }
}

/** Throws a CommandError if what is stored is broken. */
export async function storeCapabilities(path: string, account: AccountKey, capabilities: Capabilities): Promise<void> {
  await changeKept(path, (text) => {
    const { accounts } = text === null ? noCapabilities : capabilitiesFrom(text, path);
    if (JSON.stringify(accounts[account]) === JSON.stringify(capabilities)) return null;
    return `${JSON.stringify({ accounts: { ...accounts, [account]: capabilities } }, null, 2)}\n`;
  });
}
