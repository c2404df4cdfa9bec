/** The licences under which a photograph may be shown on a card, and why the others do not do. */

export type Licence = {
  /** As a credit names it. */
  readonly name: string;
  /** Where its text is; null where there is nothing to license. */
  readonly address: string | null;
  /** `credit`: author, title and changes have to be named. `share-alike`: and the card is under the same licence. */
  readonly asks: 'nothing' | 'credit' | 'share-alike';
};

const attribution = ['4.0', '3.0', '2.5', '2.0'] as const;

function creativeCommons(kind: 'by' | 'by-sa', version: string): Licence {
  return {
    name: `CC ${kind.toUpperCase()} ${version}`,
    address: `https://creativecommons.org/licenses/${kind}/${version}/`,
    asks: kind === 'by' ? 'credit' : 'share-alike',
  };
}

/** By the name that a record of rights uses, SPDX's where there is one: https://spdx.org/licenses/ */
export const licences: ReadonlyMap<string, Licence> = new Map<string, Licence>([
  ['public-domain', { name: 'public domain', address: null, asks: 'nothing' }],
  ['CC0-1.0', { name: 'CC0 1.0', address: 'https://creativecommons.org/publicdomain/zero/1.0/', asks: 'nothing' }],
  ...attribution.map((version) => [`CC-BY-${version}`, creativeCommons('by', version)] as const),
  ...attribution.map((version) => [`CC-BY-SA-${version}`, creativeCommons('by-sa', version)] as const),
]);

/** Why a licence does not do, and what to do about it; a sentence that goes on after the name of the setting. */
export function refusal(written: string): string {
  const known = [...licences.keys()].join(', ');
  if (written.trim() === '' || /^(none|no|unknown|-|nincs|\?)$/iu.test(written.trim())) {
    return 'names no licence, and a photograph without one cannot be shown; find out under which it may be used, or choose another photograph';
  }
  if (/\bnd\b/iu.test(words(written))) {
    return 'allows no changes (ND), and a card crops a photograph and puts words on it; choose another photograph';
  }
  if (/\bnc\b/iu.test(words(written))) {
    return 'forbids commercial use (NC), and a card goes to networks and readers that cannot be held to that; choose another photograph';
  }
  if (/editorial|rights.managed|royalty|getty|all rights|copyright|©/iu.test(written)) {
    return `is no free licence; choose a photograph under one of ${known}`;
  }
  return `cannot be "${written}"; it has to be one of ${known}`;
}

function words(written: string): string {
  return written.replaceAll(/[-_]/gu, ' ');
}
