import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { wordsOf } from '../../../schedule/model/card.ts';
import { dialects, inLanguage } from '../../../schedule/model/language.ts';
import { loadCampaigns } from '../../../schedule/read/load.ts';
import { hashOf, runsOf } from '../../support/six-words.ts';

const sources = new URL('../../fixtures/sources/', import.meta.url);
const runs = new Set(readFileSync(new URL('runs.txt', sources), 'utf8').trim().split('\n'));
/** Short quotations, marked as such in the texts. */
const quotations: readonly string[] = parse(readFileSync(new URL('quotations.yaml', sources), 'utf8'));

const loaded = await loadCampaigns(fileURLToPath(new URL('../../../schedule/campaigns', import.meta.url)));
if (!loaded.ok) throw new Error('the campaigns have problems');

/** Everything a follower reads, by entry and language. */
const passages = loaded.value.flatMap((campaign) =>
  campaign.entries.flatMap((entry) =>
    campaign.languages.flatMap((language) =>
      entry.thread.flatMap(({ text, late = text, card }) => [
        ...[text, late].flatMap((texts) =>
          dialects.map((network) => ({
            name: `${entry.id} ${language}`,
            passage: inLanguage(texts, language)[network],
          })),
        ),
        ...(card === null
          ? []
          : [
              {
                name: `${entry.id} ${language} card`,
                passage: wordsOf(card, language)
                  .map(({ text: words }) => words)
                  .join('\n'),
              },
            ]),
      ]),
    ),
  ),
);

const borrowed = (passage: string) => runsOf(passage).filter((run) => runs.has(hashOf(run)));

it('no text has six words in a row in common with a source document, but for marked quotations', () => {
  const allowed = new Set(quotations.flatMap(runsOf));
  const found = passages.flatMap(({ name, passage }) =>
    borrowed(passage)
      .filter((run) => !allowed.has(run))
      .map((run) => `${name}: ${run}`),
  );
  expect([...new Set(found)]).toEqual([]);
});

it('a copied phrase would be found', () => {
  expect(
    borrowed('They said that this we swear, this we swear, that we will no longer be slaves, all of them.'),
  ).not.toEqual([]);
});

it('every quotation that is listed is used', () => {
  const all = passages.flatMap(({ passage }) => runsOf(passage));
  expect(quotations.filter((quotation) => !runsOf(quotation).some((run) => all.includes(run)))).toEqual([]);
});
