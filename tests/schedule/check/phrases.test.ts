import { beforeAll, describe, expect, it } from 'vitest';
import { forbiddenPhrase } from '../../../schedule/check/words/forbidden-phrase.ts';
import type { Campaign } from '../../../schedule/model/campaign.ts';
import type { Facts, ForbiddenPhrase } from '../../../schedule/model/facts.ts';
import type { Language } from '../../../schedule/model/language.ts';
import { loadCampaigns } from '../../../schedule/read/load.ts';
import { onBoth } from '../../support/slots.ts';
import { campaignWith, entryWith } from '../../support/threads.ts';

const noFacts: Facts = {
  events: new Map(),
  context: new Map(),
  conflicts: new Map(),
  consensus: new Map(),
  phrases: [],
  sensitive: new Map(),
  leftOut: new Map(),
};

/** What the rule says of a text, when only these phrases are forbidden. */
function refusals(text: string, language: Language, phrases: readonly ForbiddenPhrase[]): readonly string[] {
  const campaign: Campaign = campaignWith({
    facts: { ...noFacts, phrases },
    entries: [
      entryWith({ thread: [{ text: { hu: onBoth(''), en: onBoth(''), [language]: onBoth(text) }, card: null }] }),
    ],
  });
  return forbiddenPhrase.check(campaign).map(({ message }) => message);
}

function forbid(phrases: readonly [string, ...string[]], limits: Partial<ForbiddenPhrase> = {}): ForbiddenPhrase {
  return { language: 'hu', phrases, near: [], unless: [], rule: 'E01', instead: 'Másképp.', ...limits };
}

describe('a forbidden phrase', () => {
  it.each([
    ['in any case', 'ROMÁN csapatok'],
    ['with any ending where there is a star', 'román csapatokkal'],
    ['across a line break', 'román\ncsapat'],
    ['between other words', 'Jöttek a román csapatok.'],
    ['beside punctuation', '(román csapatok)'],
  ])('is found %s', (_, text) => {
    expect(refusals(text, 'hu', [forbid(['román csapat*'])])).toEqual([expect.stringContaining('E01')]);
  });

  it.each([
    ['within a longer word', 'aromán csapatok'],
    ['without a star, with another ending', 'a vezetői elítélték'],
    ['in the other order', 'csapat román'],
  ])('is not found %s', (_, text) => {
    expect(refusals(text, 'hu', [forbid(['román csapat*', 'vezető'])])).toEqual([]);
  });

  it('is wrong only beside the words it names, in the same sentence', () => {
    const phrases = [forbid(['30 ezer*'], { near: ['halott*'] })];
    expect(refusals('Harmincan voltak, 30 ezer halottról szól a hír.', 'hu', phrases)).toHaveLength(1);
    expect(refusals('A tanácsoknak 30 ezer tagja volt. Egy halottról tudunk.', 'hu', phrases)).toEqual([]);
  });

  it('is excused by the words it names, anywhere in the text', () => {
    const phrases = [forbid(['ezer harckocsi*'], { unless: ['szerint'] })];
    expect(refusals('Jön ezer harckocsi.', 'hu', phrases)).toHaveLength(1);
    expect(refusals('Jön ezer harckocsi. Így van ez egy tudósítás szerint.', 'hu', phrases)).toEqual([]);
  });

  it('is one phrase with a straight and a curly apostrophe', () => {
    const phrases = [forbid(["Stalin's"], { language: 'en' })];
    expect(refusals('It is Stalin’s.', 'en', phrases)).toHaveLength(1);
    expect(refusals("It is Stalin's.", 'en', phrases)).toHaveLength(1);
  });
});

describe('the phrases of hungary-1956', () => {
  let facts: Facts;

  beforeAll(async () => {
    const loaded = await loadCampaigns(new URL('../../../schedule/campaigns', import.meta.url).pathname);
    const found = loaded.ok ? loaded.value.find(({ id }) => id === 'hungary-1956')?.facts : undefined;
    if (found === null || found === undefined) throw new Error('the campaign has no fact base that can be loaded');
    facts = found;
  });

  it('are each found in a text that says them', () => {
    const silent = facts.phrases.flatMap((forbidden) =>
      forbidden.phrases
        .map((phrase) => [phrase, ...forbidden.near.slice(0, 1)].join(' – ').replaceAll('*', ''))
        .filter((text) => refusals(text, forbidden.language, [forbidden]).length === 0),
    );
    expect(silent).toEqual([]);
  });

  it('refuse none of the model wordings for conflicts', () => {
    const refused = [...facts.conflicts.values()].flatMap(({ wording }) =>
      (['hu', 'en'] as const).flatMap((language) => refusals(wording?.[language] ?? '', language, facts.phrases)),
    );
    expect(refused).toEqual([]);
  });

  it('refuse no summary of an event, but by the rules that concern it', () => {
    const refused = [...facts.events.values()].flatMap(({ id, summary, rules }) => {
      const others = facts.phrases.filter(({ rule }) => !rules.includes(rule));
      return (['hu', 'en'] as const).flatMap((language) =>
        refusals(summary[language] ?? '', language, others).map((message) => `${id} ${message}`),
      );
    });
    expect(refused).toEqual([]);
  });
});
