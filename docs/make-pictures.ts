/** Makes the pictures of the README with the program itself: `npm run pictures`. Needs chromium on the PATH. */

import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const root = fileURLToPath(new URL('..', import.meta.url));
const pictures = join(root, 'docs', 'pictures');
const work = mkdtempSync(join(tmpdir(), 'emleknap-pictures-'));

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

async function cards(): Promise<void> {
  bot('preview', '--year', '2027', '--channel', 'bluesky-en', '--out', 'preview');
  const chosen = ['bem-statue-4', 'gero-on', 'bem-statue-3', 'take-over-3', 'radio-silent', 'exiled-4'];
  const files = globSync(join(work, 'preview/bluesky-en/*.jpg'));
  const named = chosen.flatMap((part) => files.filter((file) => file.includes(part)).slice(0, 1));
  const [width, gap] = [420, 20];
  const height = (width * 5) / 4;
  const tiles = await Promise.all(
    named.map(async (file, index) => ({
      input: await sharp(file).resize(width, height).toBuffer(),
      left: (index % 3) * (width + gap),
      top: Math.floor(index / 3) * (height + gap),
    })),
  );
  const sheet = { width: 3 * width + 2 * gap, height: 2 * height + gap, channels: 3 as const, background: '#ffffff' };
  await sharp({ create: sheet }).composite(tiles).jpeg({ quality: 86 }).toFile(join(pictures, 'cards.jpg'));
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
