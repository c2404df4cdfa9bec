import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { cardRecord } from '../../bot/render/card.ts';
import type { CardRecord } from '../../media/card.ts';
import { composeCard, drawCard } from '../../media/draw.ts';
import { loadCampaigns } from '../../schedule/load.ts';

const loaded = await loadCampaigns(fileURLToPath(new URL('../../schedule/campaigns', import.meta.url)));
if (!loaded.ok) throw new Error('the campaigns have problems');

type Named = readonly [name: string, record: CardRecord];

const cards: readonly Named[] = loaded.value.flatMap((campaign) =>
  campaign.entries.flatMap((entry) =>
    entry.thread.flatMap(({ card }, position) =>
      card === null
        ? []
        : campaign.languages.map(
            (language): Named => [`${entry.id} ${position + 1} ${language}`, cardRecord(entry, card, language)],
          ),
    ),
  ),
);

/** Relative luminance by WCAG 2.2, of channels from 0 to 255. */
function luminance(red: number, green: number, blue: number): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** The lowest contrast of any line with any pixel that lies under it. */
async function worstContrast(record: CardRecord): Promise<{ readonly contrast: number; readonly text: string }> {
  const [composed, drawn] = [composeCard(record), drawCard(record)];
  if (!composed.ok || !drawn.ok) throw new Error('the card does not fit');
  const bare = drawn.drawing.svg.replace(/<g id="words">.*?<\/g>/su, '');
  expect(bare.length).toBeLessThan(drawn.drawing.svg.length);
  const { data, info } = await sharp(Buffer.from(bare)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let worst = { contrast: 21, text: '' };
  for (const { box, fill, text } of composed.lines) {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(fill.slice(at, at + 2), 16));
    const ink = luminance(r, g, b);
    for (let y = Math.floor(box.top); y <= Math.ceil(box.bottom); y += 1) {
      for (let x = Math.floor(box.left); x <= Math.ceil(box.right); x += 1) {
        const at = (y * info.width + x) * 3;
        const found = contrast(ink, luminance(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0));
        if (found < worst.contrast) worst = { contrast: found, text };
      }
    }
  }
  return worst;
}

describe('every card of the campaigns, in every language', () => {
  it('is there', () => {
    expect(cards.length).toBeGreaterThan(100);
  });

  it('fits as a portrait and as a landscape, and has no word under 3 % of its width', () => {
    for (const format of ['portrait', 'landscape'] as const) {
      for (const [name, record] of cards) {
        const composed = composeCard(record, format);
        expect(composed.ok ? [] : composed.faults, `${name}, ${format}`).toEqual([]);
        const sizes = composed.ok ? composed.lines.map(({ size }) => size) : [];
        expect(Math.min(...sizes), `${name}, ${format}`).toBeGreaterThanOrEqual(36);
      }
    }
  });

  it.each(cards.filter(([, { kind }]) => kind !== 'photo'))(
    'keeps 7:1 between words and the worst pixel under them: %s',
    async (_, record) => {
      const worst = await worstContrast(record);
      expect(worst.contrast, worst.text).toBeGreaterThanOrEqual(7);
    },
  );
});
