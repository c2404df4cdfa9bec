/** Sound campaigns of any year, laid out in a folder of their own. */

import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fourDigits } from '../../schedule/time/wall-clock.ts';

type CampaignOfYear = { readonly year: number; readonly text?: string; readonly id?: string };

/** Writes a campaign with one entry, `dawn` at 06:00 on 10 May of its year, into the folder that holds campaigns. */
export async function addCampaign(
  folder: string,
  { year, text = 'Hajnal.', id = 'harbour' }: CampaignOfYear,
): Promise<void> {
  const days = join(folder, id, 'days');
  const written = fourDigits(year);
  await mkdir(days, { recursive: true });
  await writeFile(
    join(folder, id, 'campaign.yaml'),
    `id: ${id}
title: { hu: Kikötő }
languages: [hu]
hashtags: { hu: [Kikötő] }
timeZone: Europe/Budapest
year: ${year}
firstDay: ${written}-05-10
lastDay: ${written}-05-12
repeatedHour: later
missingHour: after
credit: { hu: "Rajz: próba" }
sources: { diary: { title: Napló, document: diary.txt } }
`,
  );
  await writeFile(
    join(days, `${written}-05-10.yaml`),
    `date: ${written}-05-10
entries:
  - id: dawn
    kind: event
    time: "06:00"
    certainty: exact
    events: [sunrise]
    sources: [diary]
    thread:
      - text:
          hu: "${text}"
        card:
          kind: typographic
          hu: { headline: Hajnal, description: Egy rajz. }
`,
  );
}

/** A folder of its own that holds one such campaign. Remove it afterwards. */
export async function folderWithCampaign(campaign: CampaignOfYear): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'emleknap-year-'));
  await addCampaign(folder, campaign);
  return folder;
}
