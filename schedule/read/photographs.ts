/** Loads the photographs of a folder: each a JPEG with the record of its rights beside it, or every Problem in them. */

import { hash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Campaign } from '../model/campaign.ts';
import type { Photograph } from '../model/photograph.ts';
import { licences } from '../model/photograph-licence.ts';
import { type Checked, checked, type Problem, problemsOf, refused, sound, valuesOf } from '../model/problem.ts';
import { contentsOf } from './folder.ts';
import { loadFile, top } from './load-file.ts';
import { photographCredit } from './photograph-credit.ts';
import { type PhotographFile, photographSchema } from './schema/photograph.ts';
import { id } from './schema/values.ts';
import type { YamlFile } from './yaml/yaml-file.ts';

/** What networks take without making it smaller; no stored photograph is larger. */
export const maxPhotographBytes = 1_000_000;

/**
 * Every photograph of `folder`, by id: `<id>.jpg` with `<id>.yaml`. All Problems are reported at once: rights that are not
 * complete, a licence that does not do, a picture without rights or rights without a picture, a file that was changed.
 */
export async function loadPhotographs(
  folder: string,
  load: typeof loadFile = loadFile,
): Promise<Checked<Campaign['photographs']>> {
  const contents = await contentsOf(folder);
  if (contents === null || !contents.ok) {
    const message = `${folder} cannot be read as a folder; give the folder that holds the photographs.`;
    return refused([{ ...top(folder), rule: 'no-photographs', message }]);
  }
  const files = contents.value.map(({ name }) => name).filter((name) => name !== 'README.md');
  const stray = files.filter((name) => !/\.(jpg|yaml)$/u.test(name) || !id.safeParse(stem(name)).success);
  const ids = [...new Set(files.filter((name) => !stray.includes(name)).map(stem))];
  const loaded = await Promise.all(ids.map((each) => loadPhotograph(folder, each, files, load)));
  const problems = [
    ...stray.map((name): Problem => ({ ...top(join(folder, name)), rule: 'stray-file', message: strayFile })),
    ...problemsOf(loaded),
  ];
  return checked(problems, () => new Map(valuesOf(loaded).map((photograph) => [photograph.id, photograph])));
}

const strayFile =
  'Only photographs that `photo add` has stored belong here, like crowd-at-parliament.jpg with crowd-at-parliament.yaml; move this file away.';

async function loadPhotograph(
  folder: string,
  id: string,
  files: readonly string[],
  load: typeof loadFile,
): Promise<Checked<Photograph>> {
  const [picture, record] = [join(folder, `${id}.jpg`), join(folder, `${id}.yaml`)];
  if (!files.includes(`${id}.yaml`)) {
    const message = `Nothing is known of the rights of this photograph; take it in with \`photo add ${id}.jpg --id ${id} --replace\`.`;
    return refused([{ ...top(picture), rule: 'no-rights', message }]);
  }
  const loaded = await load(record, photographSchema);
  if (!files.includes(`${id}.jpg`)) {
    const message = `The photograph ${id}.jpg is not here; put it back, or remove this record.`;
    return refused([{ ...top(record), rule: 'no-photograph', message }, ...problemsOf([loaded])]);
  }
  if (!loaded.ok) return loaded;
  const { yaml, data } = loaded.value;
  const changed = await changeOf(picture, data.file.sha256);
  if (changed !== null) return refused([{ ...yaml.locate(['file', 'sha256']), ...changed }]);
  return sound(assemblePhotograph(id, picture, data, yaml));
}

function assemblePhotograph(id: string, file: string, data: PhotographFile, { locate }: YamlFile): Photograph {
  const licence = licences.get(data.licence);
  if (licence === undefined) throw new Error(`the licence ${data.licence} got past the schema`);
  const { focus, shows, sensitivity } = data;
  return {
    id,
    file,
    ...data.file,
    focus,
    licence,
    credit: photographCredit(data, licence),
    shows,
    sensitivity: sensitivity === 'none' ? null : sensitivity,
    locate,
  };
}

async function changeOf(file: string, sha256: string): Promise<Pick<Problem, 'rule' | 'message'> | null> {
  const found = await lstat(file);
  if (!found.isFile()) {
    return { rule: 'changed-photograph', message: `${file} is no file; put the stored photograph back.` };
  }
  if (found.size <= maxPhotographBytes) {
    const bytes = await readFile(file);
    if (hash('sha256', bytes) === sha256) return null;
  }
  const message = `${file} is not the photograph that was taken in; put that one back, or take this one in with \`photo add … --replace\`.`;
  return { rule: 'changed-photograph', message };
}

function stem(name: string): string {
  return name.replace(/\.[^.]*$/u, '');
}
