/** Runs before the tests that need a server: installs the Bluesky server if need be, starts one for all of them and tells the tests its address. */

import type { TestProject } from 'vitest/node';
import { startPds } from './pds-server.ts';
import { installServers } from './servers-install.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Base address of the Bluesky server that runs for all tests. */
    readonly pds: string;
  }
}

/** Resolves, when the server answers, to what stops it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await installServers();
  const { service, stop } = await startPds();
  project.provide('pds', service);
  return stop;
}
