/** Broken campaigns as fixtures: a sound campaign with a few edits, and the Problems they have to give. */

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

/** A folder that holds one sound campaign, and the name of that campaign. */
export type SoundCampaign = { readonly folder: string; readonly name: string };

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** Without a fact base. */
export const liberty: SoundCampaign = { folder: join(fixtures, 'sound'), name: 'liberty-2000' };
/** With a fact base. */
export const harbour: SoundCampaign = { folder: join(fixtures, 'editorial/sound'), name: 'harbour-1900' };

/** `edits` replace a text that is there exactly once; `files` are written whole, or removed when null. */
const fixtureSchema = z.strictObject({
  edits: z.array(z.strictObject({ file: z.string(), replace: z.string(), with: z.string() })).default([]),
  files: z.record(z.string(), z.string().nullable()).default({}),
  problems: z.array(z.string()).default([]),
});

export type BrokenFixture = z.output<typeof fixtureSchema>;

export async function readFixture(path: string | URL): Promise<BrokenFixture> {
  return fixtureSchema.parse(parse(await readFile(path, 'utf8')));
}

/** Lays the broken campaign out in a folder of its own; gives the folder that holds campaigns. Remove it afterwards. */
export async function layOut(fixture: BrokenFixture, sound: SoundCampaign): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'emleknap-broken-'));
  await cp(sound.folder, folder, { recursive: true });
  for (const edit of fixture.edits) {
    const path = join(folder, sound.name, edit.file);
    const text = await readFile(path, 'utf8');
    if (text.split(edit.replace).length !== 2)
      throw new Error(`"${edit.replace}" has to stand exactly once in ${edit.file}`);
    await writeFile(
      path,
      text.replace(edit.replace, () => edit.with),
    );
  }
  for (const [file, content] of Object.entries(fixture.files)) {
    const path = join(folder, sound.name, file);
    if (content === null) {
      await rm(path, { recursive: true });
      continue;
    }
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return folder;
}

/** A Problem as fixtures state it: `days/2000-03-20.yaml:5:5 unknown-key …`, without the folder it was laid out in. */
export function stated(
  problem: { file: string; line: number; column: number; rule: string; message: string },
  folder: string,
  sound: SoundCampaign,
): string {
  const strip = (text: string) => text.replaceAll(`${join(folder, sound.name)}/`, '').replaceAll(folder, 'CAMPAIGNS');
  return strip(`${problem.file}:${problem.line}:${problem.column} ${problem.rule} ${problem.message}`);
}
