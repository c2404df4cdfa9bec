import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { licences } from '../../../schedule/model/photograph-licence.ts';
import { licenceNote, photographCredit } from '../../../schedule/read/photograph-credit.ts';
import { loadPhotographs } from '../../../schedule/read/photographs.ts';
import { type Rights, rightsSchema } from '../../../schedule/read/schema/photograph.ts';
import { soundRights } from '../../support/photographs.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const bytes = Buffer.from('stands in for a picture');
const sha256 = createHash('sha256').update(bytes).digest('hex');

/** A folder with one photograph, its record changed as told. */
function folderWith(change: Record<string, unknown>, files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'emleknap-photos-'));
  folders.push(folder);
  const record = { ...soundRights, file: { sha256, width: 1600, height: 1200 }, ...change };
  writeFileSync(join(folder, 'crowd.jpg'), bytes);
  writeFileSync(join(folder, 'crowd.yaml'), stringify(record));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** Problems as `file:line:column rule message`, without the folder. */
async function problemsIn(folder: string): Promise<readonly string[]> {
  const loaded = await loadPhotographs(folder);
  if (loaded.ok) return [];
  return loaded.problems.map(({ file, line, column, rule, message }) =>
    `${file}:${line}:${column} ${rule} ${message}`.replaceAll(`${folder}/`, ''),
  );
}

describe('a folder of photographs', () => {
  it('gives each with its rights, by its id', async () => {
    const loaded = await loadPhotographs(folderWith({}, { 'README.md': 'for people' }));
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    expect([...loaded.value.keys()]).toEqual(['crowd']);
    expect(loaded.value.get('crowd')).toMatchObject({
      id: 'crowd',
      sha256,
      width: 1600,
      height: 1200,
      focus: { x: 0.5, y: 0.4 },
      sensitivity: null,
      credit: {
        hu: 'Fotó: Minta Archívum / Példa Péter 1234, vágva, szürkén · Fotó és kártya: CC BY-SA 3.0',
        en: 'Photo: Minta Archívum / Példa Péter 1234, cropped, in grey · Photo and card: CC BY-SA 3.0',
      },
    });
  });

  it('may be empty', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'emleknap-photos-'));
    folders.push(folder);
    expect(await loadPhotographs(folder)).toEqual({ ok: true, value: new Map() });
  });

  it('has to be there', async () => {
    expect(await problemsIn('/nowhere/photos')).toEqual([
      '/nowhere/photos:1:1 no-photographs /nowhere/photos cannot be read as a folder; give the folder that holds the photographs.',
    ]);
  });

  it('reports a picture without rights, rights without a picture and what does not belong, all at once', async () => {
    const { archive, ...incomplete } = soundRights;
    const files = { 'lost.yaml': stringify(incomplete), 'bare.jpg': 'x', 'notes.txt': 'x', 'Big One.jpg': 'x' };
    const problems = await problemsIn(folderWith({}, files));
    expect(problems.map((problem) => problem.split(' ').slice(0, 2).join(' '))).toEqual(
      expect.arrayContaining([
        'bare.jpg:1:1 no-rights',
        'lost.yaml:1:1 no-photograph',
        'lost.yaml:1:1 missing-key',
        'notes.txt:1:1 stray-file',
      ]),
    );
    expect(problems.some((problem) => problem.includes('Big One.jpg'))).toBe(true);
  });

  it('notices that a photograph was changed after it was taken in', async () => {
    const problems = await problemsIn(folderWith({ file: { sha256: '0'.repeat(64), width: 1, height: 1 } }));
    expect(problems).toEqual([expect.stringMatching(/^crowd\.yaml:\d+:\d+ changed-photograph .*put that one back/)]);
  });

  it('does not wait for a record that is a pipe', async () => {
    const folder = folderWith({});
    rmSync(join(folder, 'crowd.yaml'));
    execFileSync('mkfifo', [join(folder, 'crowd.yaml')]);
    expect(await problemsIn(folder)).toEqual([expect.stringMatching(/^crowd\.yaml:1:1 unreadable This is a pipe/)]);
  });

  it('follows no link to a picture elsewhere', async () => {
    const folder = folderWith({});
    rmSync(join(folder, 'crowd.jpg'));
    mkdirSync(join(folder, '.elsewhere'));
    writeFileSync(join(folder, '.elsewhere/crowd.jpg'), bytes);
    symlinkSync(join(folder, '.elsewhere/crowd.jpg'), join(folder, 'crowd.jpg'));
    expect(await problemsIn(folder)).toEqual([expect.stringContaining('changed-photograph')]);
  });
});

describe('a record of rights', () => {
  it.each([
    ['', 'names no licence'],
    ['none', 'names no licence'],
    ['CC-BY-NC-4.0', 'forbids commercial use (NC)'],
    ['cc by-nc-nd 3.0', 'allows no changes (ND)'],
    ['CC-BY-ND-4.0', 'allows no changes (ND)'],
    ['Getty Images, editorial use', 'is no free licence'],
    ['CC-BY-SA-\t3.0', 'cannot be "CC-BY-SA-\\u{9}3.0"'],
    ['CC-BY-SA-1.0', 'cannot be'],
    ['fair use', 'cannot be'],
  ])('with the licence "%s" is refused: %s', async (licence, reason) => {
    expect(await problemsIn(folderWith({ licence }))).toEqual([expect.stringContaining(`"licence" ${reason}`)]);
  });

  it.each([...licences.keys()].filter((licence) => licence !== 'public-domain'))(
    'with %s is accepted',
    async (licence) => {
      expect(await problemsIn(folderWith({ licence }))).toEqual([]);
    },
  );

  it('in the public domain says why', async () => {
    expect(await problemsIn(folderWith({ licence: 'public-domain' }))).toEqual([
      expect.stringContaining('"grounds" is missing; say why it is in the public domain'),
    ]);
    expect(await problemsIn(folderWith({ licence: 'public-domain', grounds: 'Its author died in 1940.' }))).toEqual([]);
  });

  it('names its author, or the donor where nobody knows the author', async () => {
    expect(await problemsIn(folderWith({ donor: undefined }))).toEqual([
      expect.stringContaining('"author" is missing; name who took it, or as `donor`'),
    ]);
    expect(await problemsIn(folderWith({ donor: undefined, author: 'Minta Mária' }))).toEqual([]);
  });

  it('answers every motif that is never shown, and with no', async () => {
    const { pictured } = soundRights;
    for (const motif of Object.keys(pictured)) {
      const { [motif]: _, ...others } = pictured as Record<string, string>;
      expect(await problemsIn(folderWith({ pictured: others })), motif).toEqual([
        expect.stringContaining(`"pictured.${motif}" is missing`),
      ]);
      expect(await problemsIn(folderWith({ pictured: { ...pictured, [motif]: 'yes' } })), motif).toEqual([
        expect.stringMatching(/bad-value "pictured\.[a-z-]+" says that it shows .*choose another/),
      ]);
    }
    expect(await problemsIn(folderWith({ pictured: undefined }))).toEqual([
      expect.stringContaining('"pictured" is missing'),
    ]);
  });

  it.each(['1956', '1956-10', '1956-10-23', '1956-10-23/1956-11-04', '1953/1956'])('may be of %s', async (date) => {
    expect(await problemsIn(folderWith({ date }))).toEqual([]);
  });

  it.each(['1956-13', '1956-02-30', '1956-11-04/1956-10-23', 'autumn', '1956/1957/1958', ''])(
    'cannot be of "%s"',
    async (date) => {
      expect(await problemsIn(folderWith({ date }))).toEqual([expect.stringContaining('"date" has to be a year')]);
    },
  );

  it('reports everything that is missing at once', async () => {
    const folder = folderWith({});
    writeFileSync(join(folder, 'crowd.yaml'), 'licence: CC-BY-4.0\n');
    const missing = (await problemsIn(folder)).map((problem) => /"([a-z]+)" is missing/u.exec(problem)?.[1]);
    expect(missing.sort()).toEqual(
      ['archive', 'author', 'date', 'file', 'focus', 'number', 'pictured', 'sensitivity', 'shows', 'source'].sort(),
    );
  });
});

describe('the credit of a photograph', () => {
  const rights = (change: Record<string, unknown>): Rights => rightsSchema.parse({ ...soundRights, ...change });
  const credit = (change: Record<string, unknown>) => {
    const full = rights(change);
    const licence = licences.get(full.licence);
    if (licence === undefined) throw new Error(full.licence);
    return photographCredit(full, licence);
  };

  it('names author, title, archive, number, licence and changes', () => {
    const author = { hu: 'Minta Mária', en: 'Mária Minta' };
    expect(credit({ author, title: 'A tér', licence: 'CC-BY-4.0', number: 77 })).toEqual({
      hu: 'Fotó: Minta Mária, „A tér” (Minta Archívum / Példa Péter 77), vágva, szürkén · Fotó: CC BY 4.0',
      en: 'Photo: Mária Minta, “A tér” (Minta Archívum / Példa Péter 77), cropped, in grey · Photo: CC BY 4.0',
    });
  });

  it('says where nothing is asked for that it is free', () => {
    expect(credit({ licence: 'CC0-1.0' }).en).toBe('Photo: Minta Archívum / Példa Péter 1234 · CC0 1.0');
    expect(credit({ licence: 'public-domain', grounds: 'old' })).toEqual({
      hu: 'Fotó: Minta Archívum / Példa Péter 1234 · közkincs',
      en: 'Photo: Minta Archívum / Példa Péter 1234 · public domain',
    });
  });

  it('always names the archive, the number, somebody and the licence in both languages', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');
    const free = fc.constantFrom(...[...licences.keys()]);
    fc.assert(
      fc.property(name, name, fc.option(name, { nil: undefined }), free, (archive, donor, author, licence) => {
        const full = rights({ archive, donor, author, licence, grounds: 'its age' });
        const line = credit({ archive, donor, author, licence, grounds: 'its age' });
        for (const language of ['hu', 'en'] as const) {
          const text = line[language] ?? '';
          for (const part of [archive, donor, author ?? '']) expect(text).toContain(part.trim());
          expect(text).toContain(full.number);
          const named = licences.get(licence);
          if (named !== undefined && named.address !== null) expect(text).toContain(named.name);
          if (named?.asks !== 'nothing') expect(text).toMatch(/vágva, szürkén|cropped, in grey/u);
        }
      }),
    );
  });

  it('has a note with the address of the licence, where there is one', () => {
    for (const [name, licence] of licences) {
      const note = licenceNote(licence, 'en');
      if (name === 'public-domain') expect(note).toBeNull();
      else expect(note).toMatch(/^The licence: https:\/\/creativecommons\.org\/(licenses|publicdomain)\//u);
    }
  });
});
