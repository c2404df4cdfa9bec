/** `profile`: what the account says of itself, and the two pictures that go with it, for a person to set up by hand. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeCard } from '../../../media/encoding/encode.ts';
import { drawAvatar } from '../../../media/profile/avatar.ts';
import { drawBanner } from '../../../media/profile/banner.ts';
import { writeWhole } from '../../../media/whole-file.ts';
import type { Campaign } from '../../../schedule/model/campaign.ts';
import { inLanguage, isNonEmpty, type Language, type NonEmpty } from '../../../schedule/model/language.ts';
import {
  type ProfileField,
  profileFields,
  profileLength,
  profileLimits,
  profileText,
} from '../../../schedule/read/assemble/profile.ts';
import { orCannotCreate } from '../../host/data/places.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { type CampaignChoice, campaignsOf } from '../loading.ts';
import { outputWidth, print, printJson, remark, styled } from '../words/output.ts';

type ProfileOptions = CampaignChoice & { readonly out: string; readonly json?: true };

/** Bluesky's limit for either picture (lexicon `app.bsky.actor.profile`); Mastodon allows more. */
const maxBytes = 1_000_000;

const drawings = { 'avatar.jpg': drawAvatar, 'banner.jpg': drawBanner } as const;

/** Every campaign has pictures in its own look; those of several campaigns lie in folders named after them. */
export async function profile(options: ProfileOptions): Promise<void> {
  const campaigns = withProfile(await campaignsOf(options));
  const written = await orCannotCreate(
    options.out,
    Promise.all(
      campaigns.map(async (campaign) => {
        const folder = campaigns.length === 1 ? options.out : join(options.out, campaign.id);
        return { campaign, pictures: await writePictures(folder, campaign) };
      }),
    ),
  );
  const accounts = written.flatMap(({ campaign, pictures }) =>
    campaign.languages.map((language) => accountOf(campaign, language, pictures)),
  );
  if (options.json) printJson(accounts);
  else print(accounts.map(accountReport).join('\n'));
  remark(`The pictures are in ${options.out}.`);
}

/** `operator` is null while nobody is named. */
function accountOf(campaign: Campaign, language: Language, pictures: Awaited<ReturnType<typeof writePictures>>) {
  return {
    campaign: campaign.id,
    language,
    operator: inLanguage(campaign.profile ?? {}, language).operator ?? null,
    texts: textsOf(campaign, language),
    pictures: pictures.map(({ draw, ...picture }) => {
      const { alt, credit } = draw(language, campaign.theme);
      return { ...picture, alt, credit };
    }),
  };
}

function withProfile(campaigns: readonly Campaign[]): NonEmpty<Campaign> {
  const described = campaigns.filter((campaign) => campaign.profile !== null);
  if (isNonEmpty(described)) return described;
  const asked = campaigns.map(({ id }) => id).join(', ');
  throw new CommandError(exitCodes.data, `There is no profile in ${asked}; add \`profile\` to its campaign.yaml.`);
}

function textsOf({ profile: texts }: Campaign, language: Language) {
  return profileFields.map((field) => {
    const text = profileText(inLanguage(texts ?? {}, language), field, language);
    return { field, text, length: profileLength(text), limit: profileLimits[field].most };
  });
}

async function writePictures(out: string, { languages, theme }: Campaign) {
  await mkdir(out, { recursive: true });
  return Promise.all(
    Object.entries(drawings).map(async ([name, draw]) => {
      const { bytes, width, height, sha256 } = await encodeCard(draw(languages[0], theme), { maxBytes });
      const file = join(out, name);
      await writeWhole(file, bytes);
      return { file, width, height, bytes: bytes.length, sha256, draw };
    }),
  );
}

const titles: Readonly<Record<ProfileField, string>> = {
  displayName: 'Display name',
  bio: 'Bio',
  introduction: 'Post to pin',
  corrections: 'Corrections, as a profile field on Mastodon',
};

const noOperator = (language: Language) =>
  `Nobody is named. Write who runs the account under \`profile\` in campaign.yaml, as \`operator\` of \`${language}\`; the bio then ends with it.`;

function accountReport({ campaign, language, operator, texts, pictures }: ReturnType<typeof accountOf>): string {
  const part = (title: string, counter: string, text: string) =>
    `${styled('bold', title)} ${styled('dim', counter)}\n${wrapped(text)}\n`;
  return [
    `${styled(['bold', 'red'], `${campaign} · ${language}`)}\n`,
    ...texts.map(({ field, text, length, limit }) => part(titles[field], `${length}/${limit}`, text)),
    ...(operator === null ? [part('Operator', 'not set', noOperator(language))] : []),
    ...pictures.map(({ file, width, height, bytes, alt }) =>
      part(file, `${width}×${height}, ${Math.ceil(bytes / 1000)} kB`, `Alt text: ${alt}`),
    ),
  ].join('\n');
}

/** Two columns in, broken between words. */
function wrapped(text: string): string {
  const line = new RegExp(String.raw`\S.{0,${outputWidth() - 3}}(?=\s|$)|\S+`, 'gu');
  return (text.match(line) ?? []).map((words) => `  ${words.trimEnd()}`).join('\n');
}
