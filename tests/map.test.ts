import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';

const pages = ['docs/architecture.md', 'CONTRIBUTING.md', 'README.md', 'schedule/README.md'];
const map = readFileSync('docs/architecture.md', 'utf8');

/** What stands in backticks and is a path of this tree by its first folder. */
function pathsIn(text: string): readonly string[] {
  return [...text.matchAll(/`((?:schedule|media|bot|tests|docs)\/[\w./-]*)`/g)].map(([, path = '']) => path);
}

const code = globSync(['schedule/**/*.ts', 'media/**/*.ts', 'bot/**/*.ts']);
const folders = Map.groupBy(code, (file) => dirname(file));

describe('the map of the house', () => {
  it.each(pages.flatMap((page) => pathsIn(readFileSync(page, 'utf8')).map((path) => [page, path] as const)))(
    '%s names %s, which is there',
    (_, path) => {
      expect(existsSync(path)).toBe(true);
    },
  );

  it('finds the names of a page, and one that is not there', () => {
    expect(pathsIn('in `bot/host/` and `bot/host/nowhere.ts`, not `npm test`')).toEqual([
      'bot/host/',
      'bot/host/nowhere.ts',
    ]);
    expect(existsSync('bot/host/nowhere.ts')).toBe(false);
  });

  const rooms = new Set([...folders.keys()].map((folder) => folder.split('/').slice(0, 2).join('/')));
  it.each([...rooms])('has %s in it', (room) => {
    expect(map).toContain(`\`${room}/`);
  });

  it('shows a way of at most twelve files', () => {
    const [, way = ''] = /## The way of one post\n([^#]*)/.exec(map) ?? [];
    const steps = [...way.matchAll(/^\d+\. `/gm)];
    expect(steps.length).toBeGreaterThan(8);
    expect(steps.length).toBeLessThanOrEqual(12);
  });
});

it.each([...folders])('%s can be taken in at a glance', (_, files) => {
  expect(files.length).toBeLessThanOrEqual(15);
});
