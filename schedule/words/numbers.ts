/** Whole numbers as Hungarian and English write and say them, with the article and suffix that fit. */

import type { Language } from '../model/language.ts';

const hungarian = {
  ones: ['nulla', 'egy', 'kettő', 'három', 'négy', 'öt', 'hat', 'hét', 'nyolc', 'kilenc'],
  tens: ['', 'tizen', 'huszon', 'harminc', 'negyven', 'ötven', 'hatvan', 'hetven', 'nyolcvan', 'kilencven'],
  roundTens: ['', 'tíz', 'húsz', 'harminc', 'negyven', 'ötven', 'hatvan', 'hetven', 'nyolcvan', 'kilencven'],
};

const english = {
  teens: ['ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'],
  ones: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
  tens: ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'],
};

/** `71` as `hetvenegy` or `seventy-one`, for 0 to 9999. Throws a RangeError outside that. */
export function inWords(value: number, language: Language): string {
  if (!Number.isInteger(value) || value < 0 || value > 9999) throw new RangeError(`${value} is not between 0 and 9999`);
  return language === 'hu' ? hungarianWords(value) : englishWords(value);
}

/** The ordinal in figures: `71.` or `71st`. */
export function ordinal(value: number, language: Language): string {
  if (language === 'hu') return `${value}.`;
  const teens = value % 100 >= 11 && value % 100 <= 13;
  const suffix = teens ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th');
  return `${value}${suffix}`;
}

/** The article that fits the number when it is read aloud: Hungarian `a`/`az`, English `a`/`an`. */
export function article(value: number, language: Language): string {
  const vowel = /^[aeiouáéíóöőúüű]/.test(inWords(value, language));
  if (language === 'hu') return vowel ? 'az' : 'a';
  return vowel && !/^one/.test(inWords(value, language)) ? 'an' : 'a';
}

/** The year with "in": `2027-ben`, `in 2027`. The Hungarian suffix follows the vowels of the last word that is spoken. */
export function inYear(year: number, language: Language): string {
  if (language === 'en') return `in ${year}`;
  const words = inWords(year, 'hu');
  const back = /[aáoóuú][^aáeéiíoóöőuúüű]*$/.test(words) || words.endsWith('harminc');
  return `${year}-${back ? 'ban' : 'ben'}`;
}

function hungarianWords(value: number): string {
  if (value < 10) return hungarian.ones[value] ?? '';
  if (value < 100) {
    const tens = Math.floor(value / 10);
    return value % 10 === 0
      ? (hungarian.roundTens[tens] ?? '')
      : `${hungarian.tens[tens] ?? ''}${hungarianWords(value % 10)}`;
  }
  const [unit, word] = value < 1000 ? ([100, 'száz'] as const) : ([1000, 'ezer'] as const);
  const count = Math.floor(value / unit);
  const head = `${count === 1 ? '' : count === 2 ? 'két' : hungarianWords(count)}${word}`;
  if (value % unit === 0) return head;
  return `${head}${value > 2000 ? '-' : ''}${hungarianWords(value % unit)}`;
}

function englishWords(value: number): string {
  if (value < 10) return english.ones[value] ?? '';
  if (value < 20) return english.teens[value - 10] ?? '';
  if (value < 100) {
    const tens = english.tens[Math.floor(value / 10)] ?? '';
    return value % 10 === 0 ? tens : `${tens}-${englishWords(value % 10)}`;
  }
  const [unit, word] = value < 1000 ? ([100, 'hundred'] as const) : ([1000, 'thousand'] as const);
  const head = `${englishWords(Math.floor(value / unit))} ${word}`;
  const rest = value % unit;
  if (rest === 0) return head;
  return `${head} ${rest < 100 ? 'and ' : ''}${englishWords(rest)}`;
}
