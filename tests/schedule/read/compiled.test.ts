import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Campaign } from '../../../schedule/model/campaign.ts';
import type { Checked } from '../../../schedule/model/problem.ts';
import { openContainer, writeContainer } from '../../../schedule/read/compiled/container.ts';
import { digestOf, stampOf } from '../../../schedule/read/compiled/digest.ts';
import { openFindings } from '../../../schedule/read/compiled/findings.ts';
import { type Compiled, loadCompiled } from '../../../schedule/read/compiled/load-compiled.ts';
import { parsedFiles } from '../../../schedule/read/compiled/parsed-files.ts';
import { layOut, liberty } from '../../support/broken.ts';

let folder: string;
let campaigns: string;
let photographs: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'compiled-'));
  campaigns = await layOut({ edits: [], files: {}, problems: [] }, liberty);
  photographs = mkdtempSync(join(tmpdir(), 'photographs-'));
});
afterEach(() => {
  for (const each of [folder, campaigns, photographs]) rmSync(each, { recursive: true });
});

const store = (program = 'this program') => ({ folder, program });
const load = (program?: string) => loadCompiled({ campaigns, photographs }, store(program));
const fresh = () => loadCompiled({ campaigns, photographs }, null);
const day = () =>
  join(campaigns, liberty.name, 'days', readdirSync(join(campaigns, liberty.name, 'days')).sort()[0] ?? '');

/** All that a campaign says, with the places in its files. */
function spelled(loaded: Checked<Compiled>): unknown {
  if (!loaded.ok) return loaded.problems;
  return loaded.value.campaigns.map((campaign) => ({
    ...campaign,
    photographs: [...campaign.photographs.values()].map(({ locate, ...photograph }) => [photograph, locate(['file'])]),
    entries: campaign.entries.map(({ origin, ...entry }) => ({
      ...entry,
      file: origin.file,
      path: origin.path,
      places: [
        origin.locate([]),
        origin.locate(['id']),
        origin.locate(['thread', 0, 'text', 'en'], 3),
        origin.locate(['nowhere']),
      ],
      warningIsThat: [...campaign.warnings].find(([, warning]) => warning === entry.warning)?.[0],
    })),
  }));
}

/** Adds an entry to the first day. */
function addEntry(id: string): void {
  const entry = `  - { id: ${id}, kind: about, time: "23:50", certainty: chosen, thread: [{ text: { hu: Új., en: New. } }] }\n`;
  writeFileSync(day(), `${readFileSync(day(), 'utf8')}${entry}`);
}

describe('compiled campaigns', () => {
  it('say what those say that were just read, down to the places in their files', async () => {
    const expected = spelled(await fresh());
    expect(spelled(await load())).toEqual(expected);
    expect(readdirSync(folder).sort()).toEqual(['campaigns.bin', 'files.bin']);
    expect(spelled(await load())).toEqual(expected);
  });

  it('are not used once a file is changed, added, removed or renamed, and nothing is lost then', async () => {
    await load();
    const ids = async () => {
      const loaded = await load();
      return loaded.ok ? loaded.value.campaigns.flatMap(({ entries }) => entries.map(({ id }) => id)) : loaded.problems;
    };
    const before = await ids();
    addEntry('added-later');
    expect(await ids()).toEqual(expect.arrayContaining(['added-later']));
    writeFileSync(day(), readFileSync(day(), 'utf8').replace('added-later', 'renamed-later'));
    expect(await ids()).toHaveLength(before.length + 1);
    expect(await ids()).toContain('renamed-later');
    const second = join(campaigns, liberty.name, 'days', '2000-03-21.yaml');
    writeFileSync(
      second,
      'date: 2000-03-21\nentries:\n  - { id: next-day, kind: about, time: "10:00", certainty: chosen, thread: [{ text: { hu: Másnap., en: The next day. } }] }\n',
    );
    expect(await ids()).toContain('next-day');
    rmSync(second);
    expect(await ids()).not.toContain('next-day');
  });

  it('are not used by another program, nor once photographs have changed', async () => {
    await load();
    const key = (program: string) => digestOf([campaigns, photographs], [program]);
    const before = key('this program');
    expect(before).not.toBe(key('another program'));
    writeFileSync(join(photographs, 'crowd.jpg'), 'no picture');
    expect(before).not.toBe(key('this program'));
    const refused = await load();
    expect(refused.ok ? [] : refused.problems.map(({ rule }) => rule)).toContain('no-rights');
  });

  it('tell of a mistake that was made since, and are there again once it is mended', async () => {
    const expected = spelled(await load());
    const text = readFileSync(day(), 'utf8');
    writeFileSync(day(), text.replace(/kind: \w+/u, 'kind: evnt'));
    expect((await load()).ok).toBe(false);
    writeFileSync(day(), text);
    expect(spelled(await load())).toEqual(expected);
  });

  it('cost the parsing of changed files alone', async () => {
    await load();
    const refusesAll = z.never({ error: 'is parsed' });
    const parse = () => parsedFiles(join(folder, 'files.bin'), 'this program').load(day(), refusesAll);
    expect((await parse()).ok).toBe(true);
    addEntry('added-later');
    expect(await parse()).toMatchObject({ ok: false });
  });

  it('are read each time where they cannot be kept', async () => {
    writeFileSync(join(folder, 'in-the-way'), '');
    const inTheWay = { folder: join(folder, 'in-the-way', 'compiled'), program: 'this program' };
    const expected = spelled(await fresh());
    expect(spelled(await loadCompiled({ campaigns, photographs }, inTheWay))).toEqual(expected);
    expect(spelled(await loadCompiled({ campaigns, photographs }, inTheWay))).toEqual(expected);
  });
});

describe('what is kept and was cut off or changed', () => {
  let whole: string;
  let expected: unknown;
  let kept: string;
  beforeAll(async () => {
    kept = mkdtempSync(join(tmpdir(), 'kept-'));
    whole = await layOut({ edits: [], files: {}, problems: [] }, liberty);
    const folders = { campaigns: whole, photographs: kept };
    await loadCompiled(folders, { folder: join(kept, 'store'), program: 'p' });
    rmSync(join(kept, 'store'), { recursive: true });
    expected = spelled(await loadCompiled(folders, null));
  });
  afterAll(() => {
    for (const each of [whole, kept]) rmSync(each, { recursive: true });
  });

  it.each(['campaigns.bin', 'files.bin'])('is not there: %s', async (name) => {
    const empty = mkdtempSync(join(tmpdir(), 'photographs-'));
    const folders = { campaigns: whole, photographs: empty };
    const place = { folder, program: 'p' };
    await loadCompiled(folders, place);
    const bytes = readFileSync(join(folder, name));
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        fc.constantFrom('cut', 'flip', 'zeros', 'more', 'swap'),
        fc.integer({ min: 1, max: 255 }),
        async (share, how, by) => {
          const at = Math.floor(share * bytes.length);
          const changed = Buffer.from(how === 'cut' ? bytes.subarray(0, at) : bytes);
          if (how === 'flip') changed[at] = (changed[at] ?? 0) ^ by;
          if (how === 'zeros') changed.fill(0, at, Math.min(bytes.length, at + by));
          if (how === 'swap') changed.subarray(at).reverse();
          writeFileSync(join(folder, name), how === 'more' ? Buffer.concat([changed, Buffer.alloc(by)]) : changed);
          if (name === 'files.bin') rmSync(join(folder, 'campaigns.bin'), { force: true });
          expect(spelled(await loadCompiled(folders, place))).toEqual(expected);
        },
      ),
      { numRuns: 60, seed: 1956 },
    );
    rmSync(empty, { recursive: true });
  });

  it('is what was written or nothing, whatever became of the bytes', () => {
    const file = join(folder, 'container');
    const values = [{ one: 1 }, new Map([['two', 'kettő']]), 'three'];
    writeContainer(file, 'key', 'head', values);
    const bytes = readFileSync(file);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ by;
        writeFileSync(file, changed);
        const opened = openContainer(file, 'key');
        if (opened === null) return;
        expect([opened.head, ...values.map((_, index) => opened.valueAt(index))]).toEqual(['head', ...values]);
      }),
      { numRuns: bytes.length, seed: 1956 },
    );
    writeFileSync(file, bytes);
    expect(openContainer(file, 'another key')).toBeNull();
    expect(openContainer(folder, 'key')).toBeNull();
    expect(openContainer(join(folder, 'absent'), 'key')).toBeNull();
    expect(openContainer(file, 'key')?.valueAt(1)).toEqual(values[1]);
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(openContainer(join(folder, 'pipe'), 'key')).toBeNull();
  });

  it('is for its owner alone', async () => {
    await load();
    expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600, 0o600]);
  });
});

describe('findings', () => {
  it('are known again by another process, as long as they are of the same', () => {
    const file = join(folder, 'findings');
    const first = openFindings(file, 'key');
    first.note('check', [{ rule: 'none' }]);
    first.keep();
    const second = openFindings(file, 'key');
    second.note('unfit', []);
    second.keep();
    const third = openFindings(file, 'key');
    expect([third.known('check'), third.known('unfit'), third.known('other')]).toEqual([
      [{ rule: 'none' }],
      [],
      undefined,
    ]);
    expect(openFindings(file, 'another').known('check')).toBeUndefined();
  });
});

describe('the stamp of a program', () => {
  it('changes with any of its files, and is none where they cannot be looked at', () => {
    cpSync(campaigns, join(folder, 'program'), { recursive: true });
    const before = stampOf([join(folder, 'program')]);
    expect(stampOf([join(folder, 'program')])).toBe(before);
    chmodSync(join(folder, 'program'), 0o700);
    writeFileSync(join(folder, 'program', 'more.ts'), '');
    expect(stampOf([join(folder, 'program')])).not.toBe(before);
    expect(stampOf([join(folder, 'absent')])).toBeNull();
  });
});

it('a campaign that was stored is one whose entries are read when they are asked for', async () => {
  await load();
  const loaded = await load();
  const [campaign] = loaded.ok ? loaded.value.campaigns : [];
  const described = Object.getOwnPropertyDescriptors(campaign as Campaign);
  expect([typeof described.entries.get, typeof described.facts.get]).toEqual(['function', 'function']);
});
