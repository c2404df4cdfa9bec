/** Where entries were written. */

import type { Entry } from '../model/campaign.ts';
import type { Path, Positions } from './yaml/placing.ts';

/** The origin of an entry in a file whose positions are asked for when they are needed. */
export function originOf(
  file: string,
  path: Path,
  positions: () => Pick<Positions, 'locate' | 'locateInText'>,
): Entry['origin'] {
  const locate: Entry['origin']['locate'] = (below, offset) => {
    const at = [...path, ...below];
    return offset === undefined ? positions().locate(at) : positions().locateInText(at, offset);
  };
  return { file, path, locate };
}
