import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

/** Which rooms each room may import from; `bot/cli` may import everything and is imported by nobody. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'schedule/model': ['schedule/model'],
  'schedule/time': ['schedule/time', 'schedule/model'],
  'schedule/words': ['schedule/words', 'schedule/model'],
  'schedule/read': ['schedule/read', 'schedule/time', 'schedule/words', 'schedule/model'],
  'schedule/check': ['schedule/check', 'schedule/time', 'schedule/words', 'schedule/model'],
  media: ['media', 'schedule'],
  'bot/render': ['bot/render', 'bot/channel.ts', 'media', 'schedule'],
  'bot/preview': ['bot/preview', 'bot/render', 'bot/channel.ts', 'media', 'schedule'],
  'bot/networks': [
    'bot/networks',
    'bot/preview/page',
    'bot/render',
    'bot/channel.ts',
    'bot/file-lock.ts',
    'bot/storage-error.ts',
    'media',
    'schedule',
  ],
  'bot/ledger': [
    'bot/ledger',
    'bot/networks/network.ts',
    'bot/networks/receipt.ts',
    'bot/render/rules.ts',
    'bot/channel.ts',
    'bot/pasted.ts',
    'bot/storage-error.ts',
    'schedule',
  ],
  'bot/publish': [
    'bot/publish',
    'bot/render',
    'bot/networks/network.ts',
    'bot/networks/receipt.ts',
    'bot/ledger/ledger.ts',
    'bot/ledger/lease.ts',
    'bot/ledger/state.ts',
    'bot/channel.ts',
    'bot/pasted.ts',
    'media/card.ts',
    'schedule',
  ],
  'bot/channel.ts': ['schedule'],
  'bot/host': [
    'bot/host',
    'bot/publish',
    'bot/ledger',
    'bot/networks',
    'bot/render',
    'bot/channel.ts',
    'bot/file-lock.ts',
    'bot/pasted.ts',
    'bot/storage-error.ts',
    'media',
    'schedule',
  ],
  'bot/file-lock.ts': ['schedule'],
  'bot/pasted.ts': [],
  'bot/storage-error.ts': [],
};

const files = globSync(['schedule/**/*.ts', 'media/**/*.ts', 'bot/**/*.ts']).filter(
  (file) => !file.startsWith('bot/cli/'),
);
const imports = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, to = '']) => to);

it.each(files)('%s imports only from the rooms it may', (file) => {
  const room = Object.keys(allowed).find((name) => file === name || file.startsWith(`${name}/`)) ?? file;
  const local = imports(file)
    .filter((to) => to.startsWith('.'))
    .map((to) => normalize(join(dirname(file), to)));
  const wrong = local.filter((to) => !(allowed[room] ?? []).some((name) => to === name || to.startsWith(`${name}/`)));
  expect(wrong).toEqual([]);
});

it.each(files.filter((file) => /^(schedule|media|bot\/(render|preview))\//.test(file)))(
  '%s cannot reach a socket',
  (file) => {
    const sockets = /^(node:)?(net|tls|http|https|http2|dgram|undici)$|^(masto|@atproto\/api)$/;
    expect(imports(file).filter((to) => sockets.test(to))).toEqual([]);
    expect(readFileSync(file, 'utf8')).not.toMatch(/\bfetch\(/);
  },
);

/** Every file with those it imports, types included, the command line among them. */
const arrows = new Map(
  globSync(['schedule/**/*.ts', 'media/**/*.ts', 'bot/**/*.ts']).map((file) => [
    file,
    imports(file)
      .filter((to) => to.startsWith('.'))
      .map((to) => normalize(join(dirname(file), to))),
  ]),
);

/** The folders of networks: those with a definition. */
const networkFolders = globSync('bot/networks/*/definition.ts').map((file) => dirname(file));

it.each([...arrows.keys()].filter((file) => file.startsWith('bot/')))('%s knows of networks what it may', (file) => {
  const own = networkFolders.find((folder) => file.startsWith(`${folder}/`));
  const registry = 'bot/networks/all.ts';
  const known = (arrows.get(file) ?? []).filter((to) => networkFolders.some((folder) => to.startsWith(`${folder}/`)));
  expect(known.filter((to) => file !== registry && (own === undefined || !to.startsWith(`${own}/`)))).toEqual([]);
});

/** A way from a file back to itself, or null: what is `cleared` lies on no such way. */
function circleFrom(file: string, way: readonly string[], cleared: Set<string>): readonly string[] | null {
  if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
  if (cleared.has(file)) return null;
  for (const to of arrows.get(file) ?? []) {
    const circle = circleFrom(to, [...way, file], cleared);
    if (circle !== null) return circle;
  }
  cleared.add(file);
  return null;
}

it('no file imports itself on any way, not even for a type', () => {
  const cleared = new Set<string>();
  expect([...arrows.keys()].map((file) => circleFrom(file, [], cleared)).find((circle) => circle !== null)).toBe(
    undefined,
  );
});
