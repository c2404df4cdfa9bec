import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Campaign } from '../../../schedule/model/campaign.ts';
import { type Checked, checked, type Problem, refused } from '../../../schedule/model/problem.ts';
import { assemble } from '../../../schedule/read/assemble/campaign.ts';
import { missing, type WrittenDay } from '../../../schedule/read/inventory.ts';
import { loadCampaigns } from '../../../schedule/read/load.ts';
import { remarksOn } from '../../../schedule/read/remarks.ts';
import { parseAs, problemsOfIssues } from '../../../schedule/read/yaml/schema-problems.ts';
import { parseYaml, type YamlFile } from '../../../schedule/read/yaml/yaml-file.ts';
import { layOut, liberty } from '../../support/broken.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function laidOut(files: Record<string, string | null> = {}): Promise<string> {
  const folder = await layOut({ edits: [], files, problems: [] }, liberty);
  folders.push(folder);
  return folder;
}

async function soundCampaign(folder: string): Promise<Campaign> {
  const loaded = await loadCampaigns(folder);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value[0];
}

function yamlOf(source: string): YamlFile {
  const yaml = parseYaml('file.yaml', source);
  if (!yaml.ok) throw new Error(JSON.stringify(yaml.problems));
  return yaml.value;
}

const files = (problems: Checked<unknown>) =>
  problems.ok ? [] : problems.problems.map(({ file, rule }) => [file, rule]);

describe('what is written and does not reach the calendar', () => {
  const file = (folder: string, name: string) => join(folder, liberty.name, name);
  const epilogue =
    'date: 2000-12-01\nentries:\n  - { id: after, kind: about, time: "10:00", certainty: chosen, thread: [{ text: { hu: Utána., en: After. } }] }\n';

  it('is nothing in a sound campaign', async () => {
    const folder = await laidOut();
    const written: readonly WrittenDay[] = [
      { file: file(folder, 'days/2000-03-20.yaml'), epilogue: false, entries: ['first-steps', 'about-us'] },
      { file: file(folder, 'days/2000-11-05.yaml'), epilogue: false, entries: ['last-steps'] },
    ];
    expect(missing(written, await soundCampaign(folder))).toEqual([]);
  });

  it('is named: an entry, an entry without an id, a day', async () => {
    const folder = await laidOut();
    const campaign = await soundCampaign(folder);
    const written: readonly WrittenDay[] = [
      {
        file: file(folder, 'days/2000-03-20.yaml'),
        epilogue: false,
        entries: ['first-steps', 'about-us', 'gone', null],
      },
      { file: file(folder, 'days/2000-11-05.yaml'), epilogue: false, entries: null },
      { file: file(folder, 'days/2000-11-06.yaml'), epilogue: false, entries: ['other'] },
    ];
    expect(missing(written, campaign).map(({ rule, message }) => `${rule} ${message.split(' is ')[0]}`)).toEqual([
      'lost-entry The entry "gone"',
      'lost-entry The entry "without an id"',
      expect.stringMatching(/^lost-day The entries of this file are/),
      expect.stringMatching(/^lost-day/),
    ]);
  });

  it('is every entry of a day that is taken for a switched-off epilogue', async () => {
    const folder = await laidOut();
    const campaign = await soundCampaign(folder);
    const hidden = { ...campaign, entries: campaign.entries.map((entry) => ({ ...entry, epilogue: true })) };
    const day: WrittenDay = { file: file(folder, 'days/2000-11-05.yaml'), epilogue: false, entries: ['last-steps'] };
    expect(missing([day], hidden)).toMatchObject([{ rule: 'lost-day' }]);
    expect(missing([{ ...day, epilogue: true }], hidden)).toEqual([]);
  });

  it.each([
    ['an entry', (campaign: Campaign) => campaign.entries.slice(1), ['lost-entry']],
    ['a day', (campaign: Campaign) => campaign.entries.filter(({ date }) => date !== '2000-11-05'), ['lost-day']],
    ['everything', () => [], ['lost-day', 'lost-day']],
  ])('turns loading red when assembling drops %s', async (_, keep, rules) => {
    const loaded = await loadCampaigns(await laidOut(), undefined, (...parts) => {
      const assembled = assemble(...parts);
      return assembled.ok ? { ok: true, value: { ...assembled.value, entries: keep(assembled.value) } } : assembled;
    });
    expect(loaded.ok ? [] : loaded.problems.map(({ rule }) => rule)).toEqual(rules);
  });

  it('turns loading red when a whole file is not handed on', async () => {
    const loaded = await loadCampaigns(await laidOut(), undefined, (main, days, ...rest) =>
      assemble(main, days.slice(1), ...rest),
    );
    expect(files(loaded)).toEqual([[expect.stringContaining('days/2000-03-20.yaml'), 'lost-day']]);
  });

  it('is an epilogue that is switched off, and that is said', async () => {
    const folder = await laidOut({ 'epilogue/2000-12-01.yaml': epilogue });
    const campaign = await soundCampaign(folder);
    expect(remarksOn(campaign)).toEqual([
      'liberty-2000: The one entry in epilogue/ is not published; `epilogue: true` in campaign.yaml changes that.',
    ]);
    expect(remarksOn({ ...campaign, epilogue: true })).toEqual([]);
    expect(remarksOn(await soundCampaign(await laidOut()))).toEqual([]);
  });

  it('is nothing where a post is written as a reference to another', async () => {
    const day =
      'date: 2000-11-05\nentries: [{ id: last-steps, kind: about, time: "10:00", certainty: chosen, thread: [&p { text: { hu: A., en: B. } }, *p] }]\n';
    expect((await soundCampaign(await laidOut({ 'days/2000-11-05.yaml': day }))).entries).toHaveLength(3);
  });
});

describe('whatever parses', () => {
  const schema = z.strictObject({ a: z.string() });
  const made = (issue: object) => problemsOfIssues([issue as z.core.$ZodIssue], schema, yamlOf('a: x\n'));

  it.each([
    ['of a code that there is not yet', { code: 'invalid_weather', path: ['a'], message: 'Too wet' }, 'Too wet'],
    ['of such a code without a message', { code: 'invalid_weather', path: ['a'] }, '"a" is not as it has to be.'],
    [
      'of a union that says nothing',
      { code: 'invalid_union', errors: [], path: ['a'], message: '' },
      'not as it has to be',
    ],
    [
      'of a union whose member says nothing',
      { code: 'invalid_union', errors: [[]], path: ['a'], message: '' },
      'not as it',
    ],
    [
      'of unknown settings that names none',
      { code: 'unrecognized_keys', keys: [], path: ['a'], message: '' },
      'not as it',
    ],
  ])('turns an issue %s into a located Problem', (_, issue, words) => {
    expect(made(issue)).toEqual([
      {
        file: 'file.yaml',
        line: 1,
        column: expect.any(Number),
        rule: 'bad-value',
        message: expect.stringContaining(words),
      },
    ]);
  });

  it('makes a Problem of no issue at all', () => {
    expect(problemsOfIssues([], schema, yamlOf('a: x\n'))).toHaveLength(1);
  });

  it('gives Problems in file order, the same one once', () => {
    const at = (line: number): Problem => ({ file: 'f', line, column: 1, rule: 'r', message: 'm' });
    expect(refused([at(2), at(1), at(2)]).problems).toEqual([at(1), at(2)]);
    expect(checked([], () => 1)).toEqual({ ok: true, value: 1 });
  });

  it('gives data or a Problem of any data, for any of these schemas', () => {
    const schemas = [
      schema,
      z.union([z.string(), z.strictObject({ b: z.int() })]),
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('a') }),
        z.strictObject({ kind: z.literal('b') }),
      ]),
      z.record(z.string().regex(/^a/), z.array(z.enum(['x', 'y'])).min(1)),
    ];
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.constantFrom(...schemas), (json, each: z.ZodType) => {
        const yaml = parseYaml('file.yaml', json);
        const parsed = yaml.ok ? parseAs(each, yaml.value) : yaml;
        if (parsed.ok) expect(each.safeParse(parsed.value).success).toBe(true);
        else expect(parsed.problems.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a folder of campaigns', () => {
  function folderWith(items: Record<string, string>): string {
    const folder = mkdtempSync(join(tmpdir(), 'emleknap-campaigns-'));
    folders.push(folder);
    for (const [name, content] of Object.entries(items)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return folder;
  }

  it('follows a link to a campaign, and to a day', async () => {
    const [sound, empty] = [await laidOut(), folderWith({})];
    symlinkSync(join(sound, liberty.name), join(empty, liberty.name));
    expect((await soundCampaign(empty)).entries).toHaveLength(3);
  });

  it('is red for a link that leads nowhere, wherever it stands', async () => {
    const folder = await laidOut();
    symlinkSync('nowhere', join(folder, 'other'));
    symlinkSync('nowhere', join(folder, liberty.name, 'epilogue'));
    symlinkSync('nowhere', join(folder, liberty.name, 'days/2000-11-06.yaml'));
    const loaded = await loadCampaigns(folder);
    expect(files(loaded).map(([file]) => String(file).slice(folder.length + 1))).toEqual([
      `${liberty.name}/days/2000-11-06.yaml`,
      `${liberty.name}/epilogue`,
      'other',
    ]);
  });

  it('is red for a campaign without campaign.yaml and for YAML beside the campaigns', async () => {
    const folder = folderWith({ 'a/days/2000-01-01.yaml': 'x', '2000-01-02.yaml': 'x', 'README.md': 'fine' });
    expect(files(await loadCampaigns(folder))).toEqual([
      [join(folder, '2000-01-02.yaml'), 'stray-file'],
      [join(folder, 'a/campaign.yaml'), 'unreadable'],
      [join(folder, 'a/days/2000-01-01.yaml'), 'wrong-type'],
    ]);
  });

  it('asks for the folder above when it is given a campaign itself', async () => {
    const folder = join(await laidOut(), liberty.name);
    const loaded = await loadCampaigns(folder);
    expect(loaded.ok || loaded.problems[0].message).toBe(`${folder} is a campaign; give the folder that holds it.`);
    expect(loaded.ok || loaded.problems).toHaveLength(1);
  });

  it('reports what is wrong in one file with what is wrong in all others', async () => {
    const folder = await laidOut({
      'days/2000-03-20.yaml': 'date: *no\n',
      'days/2000-11-05.yaml': 'a: "\n',
      'facts/events.yaml': '\u0007',
      'epilogue/2000-12-01.yaml': '<<: 1\n',
    });
    rmSync(join(folder, liberty.name, 'campaign.yaml'));
    expect(
      new Set(files(await loadCampaigns(folder)).map(([file]) => String(file).split(`${liberty.name}/`)[1])),
    ).toEqual(
      new Set([
        'campaign.yaml',
        'days/2000-03-20.yaml',
        'days/2000-11-05.yaml',
        'epilogue/2000-12-01.yaml',
        'facts/events.yaml',
      ]),
    );
  });
});
