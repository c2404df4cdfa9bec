/** `photo check`: whether every photograph is there, unchanged and sound, and every card keeps the terms of its licence. */

import { faultOfStored } from '../../../media/photographs/stored.ts';
import { checkEditorial } from '../../../schedule/check/editorial.ts';
import type { Photograph } from '../../../schedule/model/photograph.ts';
import { formatProblem, inFileOrder, type Problem } from '../../../schedule/model/problem.ts';
import { loadPhotographs } from '../../../schedule/read/photographs.ts';
import { pasted } from '../../pasted.ts';
import { renderCard } from '../../render/card/card.ts';
import { exitCodes } from '../exit-codes.ts';
import { type CampaignChoice, loadWithPhotographs, photographsFolder } from '../loading.ts';
import { print, printJson, styled } from '../words/output.ts';
import { photoSlots, type Slotted } from './photo-slots.ts';

type CheckOptions = CampaignChoice & { readonly json?: true };

export async function photoCheck(options: CheckOptions): Promise<void> {
  const problems = [...(await problemsOf(options))].sort(inFileOrder);
  if (problems.length > 0) process.exitCode = exitCodes.data;
  if (options.json) printJson({ problems });
  else
    print(
      problems.length > 0 ? problems.map(formatProblem).join('\n') : styled('green', 'No problems with photographs.'),
    );
}

async function problemsOf(options: CheckOptions): Promise<readonly Problem[]> {
  const photographs = await loadPhotographs(photographsFolder(options));
  if (!photographs.ok) return photographs.problems;
  const damaged = await Promise.all([...photographs.value.values()].map(damageOf));
  const campaigns = await loadWithPhotographs(options);
  if (!campaigns.ok) return [...damaged.flat(), ...campaigns.problems];
  const chosen = campaigns.value.campaigns.filter(
    ({ id }) => options.campaign === undefined || id === options.campaign,
  );
  const rules = chosen
    .flatMap(checkEditorial)
    .filter(({ rule }) => rule === 'photo-needs-warning' || rule === 'no-picture');
  return [...damaged.flat(), ...rules, ...photoSlots(chosen).flatMap(termsOf)];
}

async function damageOf(photograph: Photograph): Promise<readonly Problem[]> {
  const fault = await faultOfStored(photograph);
  if (fault === null) return [];
  const message = `${photograph.file} ${fault}; take it in again with \`${pasted('photo add')} … --replace\`.`;
  return [{ ...photograph.locate(['file']), rule: 'damaged-photograph', message }];
}

/** A card keeps the terms when credit and licence are drawn on it whole, and stand in its alt text with the licence's address. */
function termsOf({ campaign, entry, position, card, slot: { photograph } }: Slotted): readonly Problem[] {
  if (photograph === null) return [];
  return campaign.languages.flatMap((language): readonly Problem[] => {
    const drawn = renderCard(entry, position, card, language, { maxAltCharacters: null });
    if (!drawn.ok) return drawn.problems;
    const { alt, credit } = drawn.value;
    const named = [photograph.credit[language] ?? '', photograph.licence.address ?? ''];
    if (credit === named[0] && named.every((text) => alt.includes(text))) return [];
    const message = `The card of the photograph "${photograph.id}" does not name all that its licence asks for.`;
    return [{ ...entry.origin.locate(['thread', position, 'card']), rule: 'licence-terms', message }];
  });
}
