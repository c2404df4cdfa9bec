/** The credit of a photograph, built from its rights: all that its licence asks to be named, in one line for each language. */

import { type Language, languages, type PerLanguage } from '../model/language.ts';
import type { Licence } from '../model/photograph-licence.ts';
import type { Rights } from './schema/photograph.ts';

type Named = Rights['archive'];

const wording = {
  hu: {
    photo: 'Fotó',
    changed: 'vágva, szürkén',
    both: 'Fotó és kártya',
    publicDomain: 'közkincs',
    quote: (title: string) => `„${title}”`,
    terms: (address: string) => `A licenc szövege: ${address}`,
  },
  en: {
    photo: 'Photo',
    changed: 'cropped, in grey',
    both: 'Photo and card',
    publicDomain: 'public domain',
    quote: (title: string) => `“${title}”`,
    terms: (address: string) => `The licence: ${address}`,
  },
} as const;

/**
 * `Fotó: Fortepan / donor 1234, vágva, szürkén · Fotó és kártya: CC BY-SA 3.0`. Creative Commons asks for author, title,
 * licence and a word on changes (CC BY-SA 4.0, section 3(a)(1); 3.0, section 4(c)), ShareAlike for the same licence on the card.
 */
export function photographCredit(rights: Rights, licence: Licence): PerLanguage<string> {
  return Object.fromEntries(languages.map((language) => [language, creditIn(rights, licence, language)]));
}

/** Where the text of the licence is, as its copies have to say; null where there is none. */
export function licenceNote({ address }: Licence, language: Language): string | null {
  return address === null ? null : wording[language].terms(address);
}

function creditIn(rights: Rights, licence: Licence, language: Language): string {
  const { photo, changed, both, publicDomain } = wording[language];
  const who = `${photo}: ${originOf(rights, language)}`;
  switch (licence.asks) {
    case 'nothing':
      return `${who} · ${licence.address === null ? publicDomain : licence.name}`;
    case 'credit':
      return `${who}, ${changed} · ${photo}: ${licence.name}`;
    case 'share-alike':
      return `${who}, ${changed} · ${both}: ${licence.name}`;
  }
}

function originOf({ title, author, donor, archive, number }: Rights, language: Language): string {
  const given = donor === undefined ? '' : ` / ${nameIn(donor, language)}`;
  const kept = `${nameIn(archive, language)}${given} ${number}`;
  const quoted = title === undefined ? [] : [wording[language].quote(nameIn(title, language))];
  if (author === undefined) return [...quoted, kept].join(', ');
  return `${[nameIn(author, language), ...quoted].join(', ')} (${kept})`;
}

function nameIn(name: Named, language: Language): string {
  if (typeof name === 'string') return name;
  return name[language] ?? name.hu ?? name.en ?? '';
}
