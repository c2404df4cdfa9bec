/** The values that several kinds of campaign files are made of. */

import { z } from 'zod';

export const text = z.string().trim().min(1, 'is empty; write a text or leave the line out');

/** A text that is looked for in others: so long that it means something, and no longer than a search can be. */
export const sought = text.max(300, 'is longer than the 300 characters that are looked for; shorten it');

export const id = z
  .string()
  .max(100, 'is longer than 100 characters; shorten it')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'has to be lower-case letters, digits and single hyphens, like radio-silent');

export const date = z.iso.date('has to be a day of the calendar, written like 1956-10-23');

export const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'has to be a time from 00:00 to 23:59, written like "08:07"');

export const perLanguage = <T extends z.ZodType>(value: T) =>
  z
    .strictObject({ hu: value.optional(), en: value.optional() })
    .describe('One value for each language of the campaign.');
