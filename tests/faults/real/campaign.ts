/** A campaign of one slot for each trial, so that its words and keys are nobody else's. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Shape } from '../season/season.ts';
import { slotNumber } from './calendar.ts';

const source = fileURLToPath(new URL('../../fixtures/sound/liberty-2000/campaign.yaml', import.meta.url));

/** The text of one post of a trial. */
export function textOf(trial: number, position: number): string {
  return `${trial}. próba, ${position + 1}. poszt`;
}

/** Writes the campaign of a trial into a folder; returns where. It is patient for an hour. */
export function writeCampaign(folder: string, trial: number, { posts, pictures }: Shape): string {
  const campaigns = join(folder, 'campaigns');
  const { date, time } = slotNumber(trial);
  const post = (position: number) => {
    const text = `      - text: { hu: "${textOf(trial, position)}", en: "Trial ${trial}, post ${position + 1}" }\n`;
    const card = `        card:\n          kind: clock\n          place: main-square\n          hu: { headline: Kép ${position}, caption: Egy kép., description: Egy rajz. }\n          en: { headline: Card ${position}, caption: A card., description: A drawing. }\n`;
    return position < pictures ? text + card : text;
  };
  const head = `date: ${date}\nentries:\n  - id: trial-${trial}\n    kind: event\n    time: "${time}"\n    certainty: exact\n    events: [first-steps-taken]\n    sources: [diary]\n    thread:\n`;
  const days = join(campaigns, 'liberty-2000/days');
  mkdirSync(days, { recursive: true });
  writeFileSync(join(days, `${date}.yaml`), head + Array.from({ length: posts }, (_, index) => post(index)).join(''));
  writeFileSync(
    join(campaigns, 'liberty-2000/campaign.yaml'),
    readFileSync(source, 'utf8')
      .replace('graceMinutes: 10', 'graceMinutes: 15, afterGrace: reworded, rewordedMinutes: 60')
      .replace(/firstDay: .*/, `firstDay: ${date}`)
      .replace(/lastDay: .*/, `lastDay: ${date}`),
  );
  return campaigns;
}
