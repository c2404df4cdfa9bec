/** The one description of campaign files; the JSON Schemas for editors are generated from it. */

import { z } from 'zod';
import { certainties, entryKinds, replyRules, styles } from '../../model/campaign.ts';
import { languages } from '../../model/language.ts';
import { lastSeason } from '../../time/seasons.ts';
import { blueskyHandle, mastodonAccount } from '../../words/account.ts';
import { faultOfCommonTag } from '../../words/hashtag.ts';
import { cardSchema, themeSchema } from './card.ts';
import { conflictsSchema, eventsSchema, leftOutSchema, phrasesSchema, sensitiveSchema } from './facts.ts';
import { photographSchema } from './photograph.ts';
import { date, id, perLanguage, sought, text, time } from './values.ts';

/** A name as `URL` gives it, a part of it with letters beyond ASCII as `xn--…`. */
const hostname = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/;

const address = z
  .url({ protocol: /^https?$/, hostname, error: 'has to be a web address that starts with https://' })
  .describe('A web address.');

const hashtag = z
  .string()
  .regex(/^[^#＃\s]+$/u, { error: 'has to be letters and digits only, without # and spaces', abort: true })
  .check(({ value, issues }) => {
    const message = faultOfCommonTag(value);
    if (message !== null) issues.push({ code: 'custom', input: value, message });
  });

const lateness = z.strictObject({
  graceMinutes: z
    .int()
    .min(0)
    .max(15)
    .optional()
    .describe('Minutes after its time at which a post still goes out as it is written. Without it 15.'),
  afterGrace: z
    .enum(['skip', 'reworded'])
    .optional()
    .describe(
      'What happens after the grace. skip: it is recorded as missed. reworded: it goes out with the texts of `late`; a post without one keeps its text. Without it skip.',
    ),
  rewordedMinutes: z
    .int()
    .min(1)
    .max(720)
    .optional()
    .describe('Minutes after its time until which a reworded entry may go out; later it is missed. Without it 180.'),
});

const silence = z.strictObject({
  from: time.describe('The last entry before it may stand at this very minute.'),
  to: time.describe('The first entry after it may stand at this minute.'),
});

const catchUp = z.strictObject({
  spacingMinutes: z
    .int()
    .min(1)
    .max(60)
    .default(2)
    .describe('Minutes that a late post keeps from every other one of its account.'),
  perHour: z
    .int()
    .min(1)
    .max(60)
    .default(6)
    .describe('Threads that an account publishes in any hour, once a late one is among them.'),
});

const source = z.strictObject({
  title: text,
  document: text.describe('File name or archive number of the document.'),
  note: text.optional().describe('How far it is to be trusted.'),
});

const place = z.strictObject({
  name: perLanguage(text),
  label: perLanguage(text).optional().describe('A shorter name for maps.'),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});

const mention = z.strictObject({
  bluesky: z.strictObject({
    did: z.string().regex(/^did:(plc|web):[a-zA-Z0-9._:%-]+$/, 'has to be a DID, like did:plc:abc123'),
    handle: z
      .string()
      .regex(new RegExp(`^${blueskyHandle}$`), 'has to be a handle without @, like example.bsky.social'),
  }),
  mastodon: z.string().regex(new RegExp(`^${mastodonAccount}$`, 'u'), 'has to be user@server, without an @ in front'),
});

const profile = z.strictObject({
  displayName: text.describe('At most 30 characters, as Mastodon allows.'),
  bio: text.describe('At most 256 characters, as Bluesky allows.'),
  introduction: text.describe('A post to pin, at most 300 characters: what this is, that it is a bot, its sources.'),
  corrections: text.describe('How to reach a person about a mistake; at most 255 characters.'),
  operator: text
    .optional()
    .describe('Who runs the account, a person or an institution; the bio ends with it. Without it nobody is named.'),
});

export const campaignSchema = z.strictObject({
  id: id.describe('Permanent; the same as the name of the folder.'),
  title: perLanguage(text),
  languages: z.array(z.enum(languages)).min(1).describe('Every text has to be there in each of these.'),
  hashtags: perLanguage(z.array(hashtag)).describe('Without #; the placeholder {{hashtags}} puts them into a text.'),
  timeZone: z.string().describe('IANA name, like Europe/Budapest.'),
  year: z.int().min(1).max(lastSeason).describe('The historical year, from which anniversaries are counted.'),
  firstDay: date,
  lastDay: date,
  repeatedHour: z
    .enum(['earlier', 'later'])
    .describe('Which of the two instants is meant by a minute that happens twice at the end of summer time.'),
  epilogue: z
    .boolean()
    .default(false)
    .describe('Whether the days after the last one, in epilogue/, are published too.'),
  missingHour: z
    .enum(['shifted', 'after'])
    .describe(
      'What a minute means that is skipped at the start of summer time: moved on by the gap, or the first after it.',
    ),
  lateness: lateness.optional().describe('What happens to entries that are late, where they do not say it themselves.'),
  catchUp: catchUp.prefault({}).describe('How fast the bot catches up after it could not publish for a while.'),
  replies: z.enum(replyRules).default('everyone').describe('Who may reply on Bluesky; Mastodon knows no such rule.'),
  spacingMinutes: z.int().min(1).max(60).default(5).describe('Minutes there are at least between two entries.'),
  style: z.enum(styles).default('plain').describe('plain: no exclamation marks and no emoji in any text.'),
  theme: themeSchema.prefault({}).describe('What its cards look like.'),
  credit: perLanguage(text).describe('The credit of every drawn card that names none of its own.'),
  sourcesPage: perLanguage(address).optional().describe('Where the public list of sources is: {{sourcesPage}}.'),
  profile: perLanguage(profile).optional().describe('What the account says of itself; shown by the command profile.'),
  sources: z.record(id, source),
  places: z.record(id, place).default({}),
  names: z.array(perLanguage(sought)).default([]).describe('How names are spelled.'),
  formulas: z
    .array(
      z.strictObject({
        language: z.enum(languages),
        phrase: sought
          .regex(/^\S+(?: \S+){2,7}$/, 'has to be three to eight words with one space between them')
          .describe('In small letters, as the check gives it.'),
        reason: text.describe('Why it is meant.'),
      }),
    )
    .default([])
    .describe('Turns of phrase that may stand in more than five posts and cards.'),
  mentions: z
    .record(z.string().regex(/^\w+$/, 'has to be letters, digits and underscores'), mention)
    .default({})
    .describe('Accounts that texts may mention as @key.'),
  warnings: z.record(id, perLanguage(text)).default({}).describe('Content warnings that entries may carry.'),
});

const postText = z.union([text, z.strictObject({ bluesky: text, mastodon: text })]);

const entry = z.strictObject({
  id: id.describe('Permanent: it must never change once the entry was published.'),
  kind: z.enum(entryKinds).describe('An event, a post about the campaign, or a memorial; the last two tell no event.'),
  time: time.describe('Wall clock in the time zone of the campaign.'),
  certainty: z.enum(certainties).describe('What the sources say of the time; chosen: they give none.'),
  events: z.array(id).default([]).describe('Events told here.'),
  retells: z.array(id).default([]).describe('Events told before or elsewhere, told here again.'),
  sources: z.array(id).default([]),
  warning: id.optional().describe('Id of a content warning of the campaign.'),
  lateness: lateness.optional(),
  thread: z
    .array(
      z.strictObject({
        text: perLanguage(postText),
        late: perLanguage(postText)
          .optional()
          .describe(
            'What the post says instead once its grace is over; only for entries that are `reworded` after it.',
          ),
        card: cardSchema.optional(),
        standsAlone: text
          .optional()
          .describe('Why the post makes sense alone although it begins with a pointing word, like “that evening”.'),
      }),
    )
    .min(1)
    .describe('One post, or several that follow each other.'),
});

export const daySchema = z.strictObject({
  date: date.describe('The historical day; the file is named after it.'),
  mourning: z.boolean().default(false).describe('A day of mourning: darkened cards.'),
  silence: silence
    .optional()
    .describe('Hours of the day without any post of the campaign, nor any late one, even when the bot catches up.'),
  entries: z.array(entry).min(1),
});

export type CampaignFile = z.output<typeof campaignSchema>;
export type DayFile = z.output<typeof daySchema>;
export type EntryFile = DayFile['entries'][number];

const schemas = {
  campaign: campaignSchema,
  day: daySchema,
  photograph: photographSchema,
  'facts-events': eventsSchema,
  'facts-conflicts': conflictsSchema,
  'facts-phrases': phrasesSchema,
  'facts-sensitive': sensitiveSchema,
  'facts-left-out': leftOutSchema,
};

/** The JSON Schema of every kind of file that editors write, by name, for editors that complete and check while one types. */
export function jsonSchemas(): ReadonlyMap<string, object> {
  const options = { io: 'input', reused: 'ref' } as const;
  return new Map(Object.entries(schemas).map(([name, schema]) => [name, z.toJSONSchema(schema, options)]));
}
