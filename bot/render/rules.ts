/** What rendering has to know of a network; its folder supplies it, and nothing in it can open a socket. */

import type { Dialect, NonEmpty } from '../../schedule/model/language.ts';
import type { MeasuredText } from './thread.ts';
import type { TextFault, Tokenized } from './tokens.ts';

/** What the server of an account allows, as it is stored; a network adds limits of its own. */
export type Capabilities = {
  readonly network: string;
  readonly maxImages: number;
  readonly maxImageBytes: number;
  /** In code points; null where the server sets no limit. */
  readonly maxAltCharacters: number | null;
};

export type Measured =
  | { readonly ok: true; readonly text: MeasuredText; readonly length: number; readonly limit: number }
  | { readonly ok: false; readonly faults: NonEmpty<TextFault> };

export type NetworkRules<C extends Capabilities = Capabilities> = {
  /** As settings, ledger and fingerprints have it: it never changes. */
  readonly name: C['network'];
  /** As people write it. */
  readonly title: string;
  /** Which of a campaign's texts are published here, and how links, hashtags and mentions are read in them. */
  readonly dialect: Dialect;
  /** Limits that hold where nothing was read from the server. */
  readonly defaults: C;
  /** Where a content warning stands: in a field that covers the post, or in the first line of the text itself. */
  readonly warning: 'field' | 'first line';
  /** Who sees the posts of a thread after its first without looking for them. */
  readonly replies: 'public' | 'unlisted';
  /** Whether a rule who may reply is published with a thread. */
  readonly gated: boolean;
  /** Measures as the network's servers will; the warning is given where it is not in the text. */
  measure(post: Tokenized, contentWarning: string | null, capabilities: C): Measured;
  /** What is wrong with a text that is not even read, because no server would take one so long; null for any other. */
  endlessness(source: string, capabilities: C): TextFault | null;
};
