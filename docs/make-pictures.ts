/** Makes the pictures of the README with the program itself: `npm run pictures`. Needs chromium on the PATH. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { cardRecord } from '../bot/render/card/record.ts';
import type { CardRecord } from '../media/card.ts';
import { drawCard } from '../media/draw.ts';
import { encodeCard, sha256Of } from '../media/encoding/encode.ts';
import { type CardFormat, pages } from '../media/page.ts';
import { loadCampaigns } from '../schedule/read/load.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const pictures = join(root, 'docs', 'pictures');
const work = mkdtempSync(join(tmpdir(), 'emleknap-pictures-'));

const loaded = await loadCampaigns(join(root, 'schedule/campaigns'));
if (!loaded.ok) throw new Error('the campaigns have problems; run `check`');
const [campaign] = loaded.value;

function bot(...args: readonly string[]): string {
  const env = { ...process.env, FORCE_COLOR: '1', NO_COLOR: '' };
  return execFileSync(process.execPath, [join(root, 'bot/cli/start.js'), ...args], {
    cwd: work,
    env,
    encoding: 'utf8',
  });
}

function screenshot(page: string, size: string, file: string): void {
  const options = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--force-device-scale-factor=1'];
  const profile = `--user-data-dir=${mkdtempSync(join(work, 'profile-'))}`;
  execFileSync('chromium', [...options, profile, `--window-size=${size}`, `--screenshot=${file}`, `file://${page}`], {
    stdio: 'ignore',
  });
}

const colours: Readonly<Record<string, string>> = {
  31: '#e06c75',
  32: '#8fb573',
  33: '#e0b76c',
  34: '#7aa6da',
  35: '#c594c5',
  36: '#70c0b1',
};

/** The program's colours as HTML: only the codes that it uses. */
function htmlOf(terminal: string): string {
  const escaped = terminal.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  let open = 0;
  const html = escaped.replace(new RegExp(`${String.fromCharCode(27)}\\[(\\d+)m`, 'g'), (_, code: string) => {
    if (['22', '24', '39', '0', '23'].includes(code)) {
      open = Math.max(0, open - 1);
      return '</span>';
    }
    open += 1;
    const style = { 1: 'font-weight:bold;color:#fff', 2: 'opacity:.55', 4: 'text-decoration:underline' }[code];
    return `<span style="${style ?? `color:${colours[code] ?? 'inherit'}`}">`;
  });
  return html + '</span>'.repeat(open);
}

const english = 'en' as const;

/** The card of a post of an entry; both as `check` names them. */
function cardOf(id: string, position: number): CardRecord {
  const entry = campaign.entries.find((each) => each.id === id);
  const card = entry?.thread[position - 1]?.card;
  if (entry === undefined || card == null) throw new Error(`post ${position} of ${id} has no card`);
  return cardRecord(entry, card, english);
}

/** A drawing in the place of a photograph, since none can be shipped; nobody can take it for one. */
async function standIn(): Promise<CardRecord> {
  const [width, height] = [1600, 1200];
  const hatching = Array.from({ length: 90 }, (_, index) => `M${index * 40 - 1300} ${height}l1300 -${height}`).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<rect width="100%" height="100%" fill="#8d8d8d"/><path d="${hatching}" stroke="#7a7a7a" stroke-width="9"/>
<circle cx="1180" cy="330" r="130" fill="#e8e8e8"/>
<path d="M0 900 420 470 760 800 1010 590 1600 1010V1200H0Z" fill="#4a4a4a"/><path d="M0 1010 380 860 800 1000 1600 880V1200H0Z" fill="#303030"/>
</svg>`;
  const bytes = await sharp(Buffer.from(svg)).jpeg({ quality: 90 }).toBuffer();
  const file = join(work, 'stand-in.jpg');
  writeFileSync(file, bytes);
  const { theme } = cardOf('radio-silent', 1);
  return {
    kind: 'photo',
    language: english,
    theme,
    photograph: {
      id: 'stand-in',
      file,
      sha256: sha256Of(bytes),
      width,
      height,
      focus: { x: 0.7, y: 0.35 },
      licence: { name: 'CC BY 4.0', address: null, asks: 'nothing' },
      credit: {},
      shows: {},
      sensitivity: null,
      locate: () => ({ file, line: 1, column: 1 }),
    },
    time: null,
    date: '23 October 1956',
    place: 'No place: a stand-in',
    headline: 'A photograph goes here',
    caption: 'This is a drawing. The program ships no photograph: you add those you have the rights to.',
    credit: 'Stand-in, drawn for this page · CC BY 4.0',
    description: '',
    mourning: false,
  };
}

type Tile = { readonly record: CardRecord; readonly format: CardFormat; readonly left: number; readonly top: number };

/** One of each kind in two rows, and below them two landscapes. */
async function cards(): Promise<void> {
  const portraits = [
    cardOf('two-hundred-thousand-at-parliament', 1),
    cardOf('gero-on-the-radio', 1),
    cardOf('students-at-bem-statue', 3),
    cardOf('councils-recognised', 1),
    cardOf('ring-around-budapest', 1),
    await standIn(),
    cardOf('kossuth-ter', 4),
    cardOf('radio-silent', 1),
  ];
  const landscapes = [cardOf('students-at-bem-statue', 4), cardOf('columns-from-the-east', 1)];
  const [gap, width] = [16, 360];
  const height = (width * 5) / 4;
  const wide = 2 * width + gap;
  const low = Math.round((wide * pages.landscape.height) / pages.landscape.width);
  const tiles: readonly Tile[] = [
    ...portraits.map((record, index) => ({
      record,
      format: 'portrait' as const,
      left: (index % 4) * (width + gap),
      top: Math.floor(index / 4) * (height + gap),
    })),
    ...landscapes.map((record, index) => ({
      record,
      format: 'landscape' as const,
      left: index * (wide + gap),
      top: 2 * (height + gap),
    })),
  ];
  const drawn = await Promise.all(
    tiles.map(async ({ record, format, left, top }) => {
      const result = drawCard(record, format);
      if (!result.ok) throw new Error(JSON.stringify(result.faults));
      const { bytes } = await encodeCard(result.drawing, { maxBytes: 1_000_000 });
      const size = format === 'portrait' ? ([width, height] as const) : ([wide, low] as const);
      return {
        input: await sharp(bytes)
          .resize(...size)
          .toBuffer(),
        left,
        top,
      };
    }),
  );
  const sheet = {
    width: 4 * width + 3 * gap,
    height: 2 * (height + gap) + low,
    channels: 3,
    background: '#fff',
  } as const;
  await sharp({ create: sheet }).composite(drawn).jpeg({ quality: 84 }).toFile(join(pictures, 'cards.jpg'));
}

function terminal(): void {
  const shown = bot('preview', '--year', '2027', '--channel', 'bluesky-en', '--day', '10-23', '--no-images');
  const slots = shown.split('\n\n').filter((slot) => /gero-on-the-radio|stalin-statue/.test(slot));
  const style =
    'margin:0;padding:22px 26px;background:#16181d;color:#d8dae0;font:15px/1.18 "DejaVu Sans Mono",monospace';
  const command = '$ npm run -s bot -- preview --day 10-23 --channel bluesky-en\n\n';
  const page = join(work, 'terminal.html');
  writeFileSync(
    page,
    `<meta charset="utf-8"><body style="margin:0"><pre style='${style}'>${command}${htmlOf(slots.join('\n\n'))}</pre>`,
  );
  screenshot(page, '780,658', join(work, 'terminal.png'));
}

function timeline(): void {
  bot('rehearse', '--year', '2027', '--out', 'rehearsal');
  screenshot(join(work, 'rehearsal/outbox/index.html'), '1280,1750', join(work, 'timeline.png'));
}

await cards();
terminal();
timeline();
await sharp(readFileSync(join(work, 'terminal.png')))
  .png({ palette: true, colours: 64 })
  .toFile(join(pictures, 'terminal.png'));
await sharp(readFileSync(join(work, 'timeline.png')))
  .resize(900)
  .jpeg({ quality: 84 })
  .toFile(join(pictures, 'timeline.jpg'));
