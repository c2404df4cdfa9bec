/** A Mastodon server's limits as the rest of the house knows them. */

import { type MastodonCapabilities, mastodonRules } from '../rules.ts';
import type { MastodonInstance } from './api.ts';

/**
 * The server's limits, and the defaults where it names none. Pictures stay within the default size, three times what a
 * card takes at its best quality, however much more a server allows: a larger one would only cost its readers.
 */
export function capabilitiesFrom({ configuration }: MastodonInstance): MastodonCapabilities {
  const { defaults } = mastodonRules;
  const { statuses, mediaAttachments } = configuration ?? {};
  return {
    network: 'mastodon',
    maxCharacters: statuses?.maxCharacters ?? defaults.maxCharacters,
    charactersReservedPerUrl: statuses?.charactersReservedPerUrl ?? defaults.charactersReservedPerUrl,
    maxImages: statuses?.maxMediaAttachments ?? defaults.maxImages,
    maxImageBytes: Math.min(mediaAttachments?.imageSizeLimit ?? defaults.maxImageBytes, defaults.maxImageBytes),
    maxAltCharacters: mediaAttachments?.descriptionLimit ?? defaults.maxAltCharacters,
  };
}
