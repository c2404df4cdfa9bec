/** Something a person has to know of. */

import type { Instant } from '../../../schedule/time/instant.ts';
import type { SlotId } from '../../../schedule/time/slots.ts';
import type { Publication } from '../../ledger/ledger.ts';
import type { Failure } from '../../networks/network.ts';

export type Matter = {
  readonly kind: MatterKind;
  /** Ids of the channels it concerns. */
  readonly channels: readonly string[];
  readonly slot: SlotId | null;
  readonly due: Instant | null;
  /** What happened, in a sentence; names no setting's value. */
  readonly message: string;
};

export type MatterKind =
  | GivenUp
  /** It is due in some minutes, and cannot be rendered or drawn as it is. */
  | 'unready'
  /** The account's credentials are not accepted. */
  | 'unauthorised'
  /** Nothing is published on a channel, or nothing is known of a publication, and it has been so for a while. */
  | 'stuck'
  /** A channel is kept from publishing until a person has done something. */
  | 'not-connected'
  /** A pass ended with an error of the program. */
  | 'stopped'
  /** This machine's clock is so far off that nothing is published. */
  | 'clock';

type GivenUp =
  /** Too late, and recorded as missed. */
  | 'missed'
  /** Refused, or something else stands in its place. */
  | 'failed'
  /** It may be public or not, and is never sent again by itself. */
  | 'uncertain';

/** What is said of a publication that was given up; one at a time holds of it. */
export const givenUp: readonly GivenUp[] = ['missed', 'failed', 'uncertain'];

/** Matters of one key are one matter. */
export function keyOf({ kind, channels, slot }: Pick<Matter, 'kind' | 'channels' | 'slot'>): string {
  return `${kind} ${channels.join(' ')} ${slot ?? ''}`;
}

type About = Pick<Matter, 'channels' | 'slot' | 'due'>;

export function missedMatter(about: About): Matter {
  return { ...about, kind: 'missed', message: 'it was too late to be sent, and is recorded as missed' };
}

export function failedMatter(about: About, { kind, message }: Failure): Matter {
  return { ...about, kind: kind === 'uncertain' ? 'uncertain' : 'failed', message };
}

/** What a person has to know of a publication as the ledger holds it, and since when; null where nothing was given up. */
export function matterOf(
  channel: string,
  publication: Publication,
): { readonly matter: Matter; readonly since: Instant } | null {
  const about = { channels: [channel], slot: publication.slot, due: publication.due };
  switch (publication.state) {
    case 'missed':
      return { matter: missedMatter(about), since: publication.missedAt };
    case 'failed':
      return { matter: failedMatter(about, publication.failure), since: publication.failedAt };
    case 'intended':
    case 'published':
      return null;
  }
}
