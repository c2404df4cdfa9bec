/** What can be wrong with a profile: longer than a network takes, a placeholder, a raised voice. */

import { languages, type Profile } from './campaign.ts';
import { emojiIn } from './check/emoji.ts';
import { checkLanguages, type Report } from './checks.ts';
import type { CampaignFile } from './schema.ts';
import { hasPlaceholder } from './template.ts';

export type ProfileField = keyof Profile;

/**
 * The lower limit of the two networks. A name: Mastodon 30 (`Account::DISPLAY_NAME_LENGTH_LIMIT`). A bio: Bluesky 256
 * (lexicon `app.bsky.actor.profile`). A pinned post: Bluesky 300 (`app.bsky.feed.post`). Corrections: the value of a
 * profile field, Mastodon 255 (`Account::Field`).
 */
export const profileLimits: Readonly<Record<ProfileField, { readonly most: number; readonly network: string }>> = {
  displayName: { most: 30, network: 'Mastodon' },
  bio: { most: 256, network: 'Bluesky' },
  introduction: { most: 300, network: 'Bluesky' },
  corrections: { most: 255, network: 'Mastodon' },
};

export const profileFields = ['displayName', 'bio', 'introduction', 'corrections'] as const satisfies ProfileField[];

/** Unicode code points: no server counts more, and none of the limits in bytes is reached before these. */
export function profileLength(text: string): number {
  return [...text].length;
}

export function checkProfile({ profile, languages: wanted, style }: CampaignFile, report: Report): void {
  checkLanguages(profile, wanted, ['profile'], report);
  for (const language of languages) {
    for (const field of profileFields) {
      const text = profile?.[language]?.[field];
      if (text === undefined) continue;
      const path = ['profile', language, field];
      const length = profileLength(text);
      const { most, network } = profileLimits[field];
      if (length > most) {
        const message = `The text is ${length} characters long; ${network} allows ${most} here. Cut ${length - most}.`;
        report(path, 'profile-too-long', message);
      }
      if (hasPlaceholder(text)) {
        report(
          path,
          'placeholder-in-profile',
          'A profile is the same all year and takes no placeholders; write it out.',
        );
      }
      const loud = [text.indexOf('!'), emojiIn(text)].find((offset) => offset >= 0);
      if (style === 'plain' && loud !== undefined) {
        const message = 'Exclamation marks and emoji do not go with the plain style of the campaign; take them out.';
        report(path, 'plain-style', message, loud);
      }
    }
  }
}
