/** No formula runs through a campaign: a turn of three words or more stands in at most five of its posts and cards. */

import type { AllowedFormula, Campaign } from '../../model/campaign.ts';
import type { Position } from '../../model/problem.ts';
import { type Finding, rule } from '../rule.ts';
import { type OwnText, textsOf } from './texts.ts';
import { foreignTo, openingOf, turnsOf } from './turns.ts';

const most = 5;

/** Late texts say again what others say, and descriptions what drawings show, which look alike. */
export const formulas = rule('formula', (campaign) => {
  const texts = textsOf(campaign).filter(({ late, kind }) => !late && kind !== 'description');
  const names = namesOf(campaign);
  return campaign.languages.flatMap((language) => {
    const own = texts.filter((text) => text.language === language);
    const foreign = foreignTo(language, names);
    const turns = usesOf(own, ({ text }) => turnsOf(text, foreign));
    const openings = usesOf(own, ({ kind, text }) => {
      const words = kind === 'post' ? openingOf(text, foreign) : null;
      return words === null ? [] : [{ words, offset: 0 }];
    });
    const allowed = campaign.formulas.filter((formula) => formula.language === language);
    const isAllowed = (words: string) => allowed.some(({ phrase }) => ` ${phrase} `.includes(` ${words} `));
    return [
      ...longestOf(tooMany(turns))
        .filter(([words]) => !isAllowed(words))
        .map(([words, places]) => found(words, places)),
      ...tooMany(openings)
        .filter(([words]) => words.includes('…') && !isAllowed(words))
        .map(([words, places]) => found(words, places)),
      ...allowed.flatMap((formula) => idle(formula, turns, openings)),
    ];
  });
});

type Uses = ReadonlyMap<string, readonly Position[]>;

/** Where each is used; a post counts once, whatever its networks say. */
function usesOf(texts: readonly OwnText[], turnsIn: (text: OwnText) => readonly { words: string; offset: number }[]) {
  const uses = new Map<string, Map<string, Position>>();
  for (const text of texts) {
    const passage = `${text.entry.id} ${text.post} ${text.kind}`;
    for (const { words, offset } of turnsIn(text)) {
      const places = uses.get(words) ?? new Map<string, Position>();
      if (!places.has(passage)) places.set(passage, text.at(offset));
      uses.set(words, places);
    }
  }
  return new Map([...uses].map(([words, places]) => [words, [...places.values()]]));
}

function tooMany(uses: Uses): readonly (readonly [string, readonly Position[]])[] {
  return [...uses].filter(([, places]) => places.length > most);
}

/** Without those that are part of a longer one used as often. */
function longestOf(turns: ReturnType<typeof tooMany>): ReturnType<typeof tooMany> {
  return turns.filter(
    ([words, { length }]) =>
      !turns.some(
        ([other, places]) => other !== words && places.length === length && ` ${other} `.includes(` ${words} `),
      ),
  );
}

function found(words: string, places: readonly Position[]): Finding {
  const [first, ...others] = places;
  if (first === undefined) throw new Error('a formula is used nowhere');
  const where = others.map(({ file, line }) => `${file}:${line}`).join(', ');
  const message = `“${words}” is used ${places.length} times (more than ${most}); word some of these in another way, or allow it under \`formulas\` in campaign.yaml with a reason. The others: ${where}.`;
  return { ...first, message };
}

/** What is allowed and not needed any more would hide the formula when it comes back. */
function idle({ phrase, at }: AllowedFormula, turns: Uses, openings: Uses): readonly Finding[] {
  const count = Math.max(turns.get(phrase)?.length ?? 0, openings.get(phrase)?.length ?? 0);
  if (count > most) return [];
  const message = `“${phrase}” stands in no more than ${most} posts and cards and needs no permission; take it out of \`formulas\`.`;
  return [{ ...at, message }];
}

/** The single words of all names that the campaign and its facts know. */
function namesOf({ names, places, facts }: Campaign): ReadonlySet<string> {
  const perLanguage = [...names, ...[...places.values()].map((place) => place.name)];
  const people = [...(facts?.events.values() ?? []), ...(facts?.context.values() ?? [])].flatMap((fact) => fact.people);
  const all = [...perLanguage.flatMap(({ hu, en }) => [hu ?? '', en ?? '']), ...people];
  return new Set(all.flatMap((words) => words.match(/\p{Lu}[\p{L}\p{M}’'-]*/gu) ?? []));
}
