/** Lets a test that runs as root meet the refusals an ordinary user meets. */

import { chownSync } from 'node:fs';

const nobody = 65_534;

/** Runs `work` as a user without privileges, who owns `owned`; as whoever runs the tests, if that is not root. */
export async function asOrdinaryUser<T>(owned: readonly string[], work: () => Promise<T>): Promise<T> {
  const { geteuid, seteuid } = process;
  if (geteuid === undefined || seteuid === undefined || geteuid() !== 0) return work();
  for (const path of owned) chownSync(path, nobody, nobody);
  seteuid(nobody);
  try {
    return await work();
  } finally {
    seteuid(0);
  }
}
