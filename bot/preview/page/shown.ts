/** What a reader of the network would see of a publication, as the page shows it. */

import type { Language } from '../../../schedule/model/language.ts';
import type { RenderedPost } from '../../render/thread.ts';
import type { Passage } from './passages.ts';

export type ShownPicture = {
  /** Address relative to the page. */
  readonly source: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
};

export type ShownPost = {
  readonly id: string;
  readonly language: Language;
  readonly passages: readonly Passage[];
  /** Covers the whole post until it is opened. */
  readonly warning: string | null;
  /** Covers the pictures until they are opened: the self-labels, or none of them for a post that is only marked sensitive. */
  readonly cover: readonly string[] | null;
  readonly pictures: readonly ShownPicture[];
  /** Null on a network without such a choice. */
  readonly visibility: RenderedPost['visibility'] | null;
};

export type ShownPublication = {
  /** The name of the network, and how people write it. */
  readonly network: string;
  readonly title: string;
  readonly language: Language;
  readonly account: string;
  readonly slot: string;
  readonly entry: string;
  readonly local: string;
  readonly due: string;
  readonly posts: readonly ShownPost[];
  /** Address of its folder relative to the page, without a final slash. */
  readonly folder: string;
};
