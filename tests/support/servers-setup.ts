/** Runs before all tests: installs the Bluesky server if need be, starts one for the whole run and tells the tests its address. */

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPds } from './pds-server.ts';
import { installServers } from './servers-install.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Base address of the Bluesky server that runs for all tests. */
    readonly pds: string;
  }
}

/** Resolves, when the server answers, to what stops it and removes every file that the tests left behind. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await installServers();
  const removeFiles = gatherFiles();
  const { service, stop } = await startPds();
  project.provide('pds', service);
  return async () => {
    await stop().finally(removeFiles);
  };
}

/** From now on temporary files lie in one folder, which may be used like any other for them; gives what removes it. */
function gatherFiles(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'emleknap-tests-'));
  chmodSync(folder, 0o1777);
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
