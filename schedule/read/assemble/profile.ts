/** What a profile says, and what can be wrong with it: longer than a network takes, a placeholder, a raised voice. */

import type { Profile } from '../../model/campaign.ts';
import { type Language, languages } from '../../model/language.ts';
import { emojiIn } from '../../words/emoji.ts';
import { hasPlaceholder } from '../../words/template.ts';
import type { CampaignFile } from '../schema/campaign.ts';
import { checkLanguages, type Report } from './checks.ts';

export type ProfileField = Exclude<keyof Profile, 'operator'>;

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

/** A text as the account shows it: the bio ends with who runs the account, where that is known. */
export function profileText(profile: Profile, field: ProfileField, language: Language): string {
  const { operator } = profile;
  if (field !== 'bio' || operator === undefined) return profile[field];
  const named = language === 'hu' ? `Működteti: ${operator}` : `Run by ${operator}`;
  return `${profile.bio} ${named}${operator.endsWith('.') ? '' : '.'}`;
}

export function checkProfile({ profile, languages: wanted, style }: CampaignFile, report: Report): void {
  checkLanguages(profile, wanted, ['profile'], report);
  const named = languages.some((language) => profile?.[language]?.operator !== undefined);
  for (const language of languages) {
    const own = profile?.[language];
    if (own === undefined) continue;
    if (named && own.operator === undefined) {
      const message = 'The profile names its operator in another language only; add `operator` here too.';
      report(['profile', language], 'missing-operator', message);
    }
    for (const field of profileFields) {
      const length = profileLength(profileText(own, field, language));
      const { most, network } = profileLimits[field];
      if (length > most) {
        const what = field === 'bio' && own.operator !== undefined ? 'The text with its operator' : 'The text';
        const message = `${what} is ${length} characters long; ${network} allows ${most} here. Cut ${length - most}.`;
        report(['profile', language, field], 'profile-too-long', message);
      }
    }
    for (const field of [...profileFields, 'operator'] as const) {
      const text = own[field] ?? '';
      const path = ['profile', language, field];
      if (hasPlaceholder(text)) {
        const message = 'A profile is the same all year and takes no placeholders; write it out.';
        report(path, 'placeholder-in-profile', message);
      }
      const loud = [text.indexOf('!'), emojiIn(text)].find((offset) => offset >= 0);
      if (style === 'plain' && loud !== undefined) {
        const message = 'Exclamation marks and emoji do not go with the plain style of the campaign; take them out.';
        report(path, 'plain-style', message, loud);
      }
    }
  }
}
