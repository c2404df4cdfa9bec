/** Every card of the program's own campaigns, in both languages and both formats, as it will be seen. */

import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import { cardRecord } from '../../bot/render/card/record.ts';
import { composeCard, drawCard } from '../../media/draw.ts';
import { encodesAtOnce } from '../../media/encoding/encoder-settings.ts';
import { type CardFormat, pages } from '../../media/page.ts';
import { languages } from '../../schedule/model/language.ts';
import { loadCampaigns } from '../../schedule/read/load.ts';
import { contrastOf, lettered, raster, withoutWords } from './contrast.ts';

const loaded = await loadCampaigns(fileURLToPath(new URL('../../schedule/campaigns', import.meta.url)));
if (!loaded.ok) throw new Error('the campaigns have problems');

const cards = loaded.value
  .flatMap(({ entries }) => entries)
  .flatMap((entry) =>
    entry.thread.flatMap(({ card }, position) =>
      card === null
        ? []
        : languages.map((language) => ({
            name: `${entry.id}, post ${position + 1}, ${language}`,
            record: cardRecord(entry, card, language),
          })),
    ),
  );

type Named = (typeof cards)[number];

function drawn({ name, record }: Named, format: CardFormat) {
  const [composition, result] = [composeCard(record, format), drawCard(record, format)];
  if (!composition.ok || !result.ok) throw new Error(`${name} does not fit`);
  return { lines: composition.lines, svg: result.drawing.svg };
}

async function faint(named: Named, format: CardFormat): Promise<readonly string[]> {
  const { lines, svg } = drawn(named, format);
  const bare = await raster(withoutWords(svg));
  const whole = await lettered(svg, bare);
  return lines.flatMap((line) => {
    const contrast = contrastOf(line, whole, bare);
    return contrast >= 7 ? [] : [`${named.name}: ${contrast.toFixed(1)} for the ${line.field} "${line.text}"`];
  });
}

describe.each(['portrait', 'landscape'] as const)('every card of the campaign as a %s', (format) => {
  it('keeps all its words at 7:1 or better against the worst pixel under them', async () => {
    expect(cards.length).toBeGreaterThan(100);
    const queue = pLimit(encodesAtOnce);
    const found = await Promise.all(cards.map((card) => queue(() => faint(card, format))));
    expect(found.flat()).toEqual([]);
  });

  it('draws no word under 3 % of its width, no caption under 4 %, and none beyond its edges', () => {
    const { width, height } = pages[format];
    const wrong = cards.flatMap((card) =>
      drawn(card, format).lines.filter(
        ({ field, size, box: { left, top, right, bottom } }) =>
          size < width * (field === 'caption' ? 0.04 : 0.03) || left < 0 || top < 0 || right > width || bottom > height,
      ),
    );
    expect(wrong).toEqual([]);
  });
});
