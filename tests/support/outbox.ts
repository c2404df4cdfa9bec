/** What stands in an outbox folder, read as a stranger would. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Published = {
  readonly folder: string;
  readonly slot: string;
  readonly account: string;
  readonly language: string;
  readonly fingerprint: string;
};

/** Every publication of the folder, in no particular order. */
export function publicationsIn(outbox: string): readonly Published[] {
  return globSync('**/publication.json', { cwd: outbox }).map((file) => {
    const { slot, account, language, fingerprint } = JSON.parse(readFileSync(join(outbox, file), 'utf8'));
    return { folder: file, slot, account: JSON.stringify(account), language, fingerprint };
  });
}

/** All that was written down of the publications, as text. */
export function requestsIn(outbox: string): string {
  return globSync('**/publication.json', { cwd: outbox })
    .map((file) => readFileSync(join(outbox, file), 'utf8'))
    .join('\n');
}

/** One name a publication, sorted; each has to be there once. */
export function namesIn(outbox: string): readonly string[] {
  return publicationsIn(outbox)
    .map(({ slot, account, language }) => `${slot} ${account} ${language}`)
    .sort();
}
