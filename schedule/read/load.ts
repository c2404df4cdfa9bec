/** Loads campaigns from a folder: every campaign in it, or every Problem in all of them. */

import { join } from 'node:path';
import type { Campaign } from '../model/campaign.ts';
import type { NonEmpty } from '../model/language.ts';
import { type Checked, checked, problemsOf, type Refused, refused, sound, valuesOf } from '../model/problem.ts';
import { assemble } from './assemble/campaign.ts';
import type { ParsedDay } from './assemble/checks.ts';
import { loadFacts } from './facts.ts';
import { contentsOf, type Item } from './folder.ts';
import { missing, writtenDays } from './inventory.ts';
import { loadFile, top } from './load-file.ts';
import { campaignSchema, daySchema } from './schema/campaign.ts';
import { strayBesideCampaigns, strayDay, strayInCampaign } from './stray.ts';

/**
 * Every campaign of `folder`: each is a folder with a `campaign.yaml`, a file a day in `days/` and, if it likes, a fact base
 * in `facts/`. Problems of all of them are reported at once, with file names that start with `folder`. Entries find their
 * photographs among those given. Whatever is written in the files is in the calendar of the campaign, or there is a Problem:
 * that is looked after here, for all commands, whatever `assembleWith` makes of the files and `load` of each. Throws only
 * for a mistake of the program.
 */
export async function loadCampaigns(
  folder: string,
  photographs: Campaign['photographs'] = new Map(),
  assembleWith: typeof assemble = assemble,
  load: typeof loadFile = loadFile,
): Promise<Checked<NonEmpty<Campaign>>> {
  const contents = await contentsOf(folder);
  if (contents === null || !contents.ok) {
    return none(folder, 'cannot be read as a folder; give the folder that holds the campaigns');
  }
  if (contents.value.some(({ name }) => name === 'campaign.yaml')) {
    return none(folder, 'is a campaign; give the folder that holds it');
  }
  const stray = strayBesideCampaigns(folder, contents.value);
  const folders = contents.value.filter(({ kind }) => kind === 'folder');
  const loaded = await Promise.all(
    folders.map(({ name }) => loadCampaign(join(folder, name), { name, photographs, assembleWith, load })),
  );
  const [first, ...rest] = valuesOf(loaded);
  const [problem, ...problems] = [...stray, ...problemsOf(loaded)];
  if (problem !== undefined) return refused([problem, ...problems]);
  return first === undefined
    ? none(folder, 'holds no campaign; add a folder with a campaign.yaml in it')
    : sound([first, ...rest]);
}

type Loading = {
  readonly name: string;
  readonly photographs: Campaign['photographs'];
  readonly assembleWith: typeof assemble;
  readonly load: typeof loadFile;
};

async function loadCampaign(folder: string, loading: Loading): Promise<Checked<Campaign>> {
  const { name, photographs, assembleWith, load } = loading;
  const contents = await contentsOf(folder);
  if (contents === null || !contents.ok) return contents ?? none(folder, 'is not there any more');
  const main = await load(join(folder, 'campaign.yaml'), campaignSchema);
  const [dayFiles, epilogueFiles] = [await dayItems(folder, 'days'), await dayItems(folder, 'epilogue')];
  const days = await Promise.all(
    valuesOf([dayFiles, epilogueFiles])
      .flat()
      .map((place) => loadDay(place, load)),
  );
  const facts = await loadFacts(join(folder, 'facts'), load);
  const stray = await strayInCampaign(folder, contents.value);
  const problems = [...stray, ...problemsOf([dayFiles, epilogueFiles, ...days, facts])];
  if (!main.ok) return refused([...main.problems, ...problems]);
  if (dayFiles.ok && dayFiles.value.length === 0) {
    return refused([{ ...top(join(folder, 'campaign.yaml')), rule: 'no-days', message: noDays }, ...problems]);
  }
  const parsed = valuesOf(days);
  const assembled = assembleWith(
    { ...main.value, folderName: name },
    parsed,
    facts.ok ? facts.value : null,
    photographs,
  );
  if (!assembled.ok) return refused([...assembled.problems, ...problems]);
  if (problems.length > 0) return checked(problems, () => assembled.value);
  const read = parsed.map(({ yaml }) => yaml);
  return checked(missing(await writtenDays(folder, read), assembled.value), () => assembled.value);
}

const noDays = 'The campaign has no days; add a file like days/1956-10-23.yaml beside this one.';

type DayPlace = { readonly item: Item; readonly folder: string; readonly epilogue: boolean };

/** The items of days/ or epilogue/; none where there is no such folder. */
async function dayItems(campaign: string, name: 'days' | 'epilogue'): Promise<Checked<readonly DayPlace[]>> {
  const folder = join(campaign, name);
  const contents = (await contentsOf(folder)) ?? sound([]);
  if (!contents.ok) return contents;
  return sound(contents.value.map((item) => ({ item, folder, epilogue: name === 'epilogue' })));
}

async function loadDay({ item, folder, epilogue }: DayPlace, load: typeof loadFile): Promise<Checked<ParsedDay>> {
  const stray = strayDay(item, folder);
  if (stray !== null) return refused([stray]);
  const loaded = await load(join(folder, item.name), daySchema);
  return loaded.ok ? sound({ ...loaded.value, name: item.name.replace(/\.ya?ml$/u, ''), epilogue }) : loaded;
}

function none(folder: string, message: string): Refused {
  return refused([{ ...top(folder), rule: 'no-campaign', message: `${folder} ${message}.` }]);
}
