/** The record of a photograph's rights as it is written beside the picture. */

import { stringify } from 'yaml';
import type { PhotographFile, Rights } from './schema/photograph.ts';

/** YAML that `photographSchema` reads back as it was given. */
export function photographRecord(rights: Rights, file: PhotographFile['file']): string {
  return stringify({ ...rights, file }, { lineWidth: 0 });
}
