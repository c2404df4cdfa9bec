import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { photoSlots } from '../../bot/cli/photographs/photo-slots.ts';
import { cardRecord } from '../../bot/render/card/record.ts';
import { drawCard } from '../../media/draw.ts';
import { loadCampaigns } from '../../schedule/read/load.ts';
import { photographOf } from '../support/photographs.ts';

const folder = fileURLToPath(new URL('../../schedule/campaigns', import.meta.url));
const bare = await loadCampaigns(folder);
if (!bare.ok) throw new Error(JSON.stringify(bare.problems));
const ids = photoSlots(bare.value).map(({ slot }) => slot.id);
const focus = { x: 0.5, y: 0.5 };
const photographs = ids.map((id) =>
  photographOf({ id, file: `${id}.jpg`, sha256: '0'.repeat(64), width: 2000, height: 1400, focus }),
);
const filled = await loadCampaigns(folder, new Map(photographs.map((photograph) => [photograph.id, photograph])));
if (!filled.ok) throw new Error(JSON.stringify(filled.problems));

describe('the photo slots of the campaigns', () => {
  it('wait, each for a photograph of its own', () => {
    expect(ids.length).toBeGreaterThanOrEqual(6);
    expect(new Set(ids).size).toBe(ids.length);
    expect(photoSlots(bare.value).map(({ slot }) => slot.photograph)).toEqual(ids.map(() => null));
  });

  it.each(photoSlots(filled.value).map((slotted) => [slotted.slot.id, slotted] as const))(
    '%s has room for every word beside a photograph, in every language and format',
    (_, { campaign, entry, card }) => {
      for (const language of campaign.languages) {
        const record = cardRecord(entry, card, language);
        expect(record.kind).toBe('photo');
        for (const format of ['portrait', 'landscape'] as const) {
          const drawn = drawCard(record, format);
          expect(drawn.ok ? [] : drawn.faults, `${language} ${format}`).toEqual([]);
        }
      }
    },
  );

  it('are nowhere on a day of mourning', () => {
    expect(photoSlots(bare.value).filter(({ entry }) => entry.mourning)).toEqual([]);
  });
});
