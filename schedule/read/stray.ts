/** Files and folders that lie where nothing reads them: each is a Problem, for it may have been meant to be published. */

import { join } from 'node:path';
import { distance } from 'fastest-levenshtein';
import type { Problem } from '../model/problem.ts';
import { contentsOf, type Item } from './folder.ts';
import { top } from './load-file.ts';

const day = /\d{4}-\d{2}-\d{2}/u;
const yamlLike = /\.ya?ml(?:\.[a-z]+)?$/iu;

/** Why a file or folder among the days is none; null if it is read as one. */
export function strayDay({ name, kind }: Item, folder: string): Problem | null {
  if (kind !== 'folder' && /^[^.].*\.ya?ml$/u.test(name)) return null;
  const date = day.exec(name)?.[0];
  if (name.startsWith('.')) return stray(join(folder, name), 'This day file is hidden; remove the dot, or the file.');
  if (kind === 'folder') return stray(join(folder, name), `Here is a folder; move its day files up into ${folder}.`);
  if (date === undefined) {
    return stray(join(folder, name), 'Only day files, named like 1956-10-23.yaml, belong here; move this file away.');
  }
  return stray(join(folder, name), `A day file has to end in .yaml; name it ${date}.yaml, or move it away.`);
}

/** What lies beside the folders of campaigns and should lie in one of them. */
export function strayBesideCampaigns(folder: string, items: readonly Item[]): readonly Problem[] {
  const lost = items.filter(({ kind, name }) => kind === 'file' && yamlLike.test(name));
  const message = 'A campaign is a folder with a campaign.yaml; move this file into one, or away.';
  return [...unusable(folder, items), ...lost.map(({ name }) => stray(join(folder, name), message))];
}

const rooms = ['days', 'epilogue', 'facts'] as const;

/** What lies in the folder of a campaign beside campaign.yaml and its rooms. */
export async function strayInCampaign(folder: string, items: readonly Item[]): Promise<readonly Problem[]> {
  const files = items
    .filter(({ kind, name }) => kind === 'file' && name !== 'campaign.yaml' && yamlLike.test(name))
    .map(({ name }) => stray(join(folder, name), strayYaml(name)));
  const folders = items.filter(({ kind, name }) => kind === 'folder' && !rooms.some((room) => room === name));
  const lost = await Promise.all(folders.map(({ name }) => strayRoom(folder, name)));
  return [...unusable(folder, items), ...files, ...lost.flat()];
}

function strayYaml(name: string): string {
  const date = day.exec(name)?.[0];
  if (date !== undefined) return `Day files are read in days/ and epilogue/; move this file there as ${date}.yaml.`;
  return 'Beside campaign.yaml no other YAML file is read; rename this one, or move it away.';
}

/** A folder that is named nearly like one that is read, or holds day files; others may hold whatever they like. */
async function strayRoom(folder: string, name: string): Promise<readonly Problem[]> {
  const path = join(folder, name);
  const near = rooms.find((room) => distance(name.toLowerCase(), room) <= 1);
  if (near !== undefined) return [stray(path, `This folder is not read; name it ${near}, or something else entirely.`)];
  const contents = await contentsOf(path);
  const days = contents?.ok ? contents.value.filter((item) => day.test(item.name) && yamlLike.test(item.name)) : [];
  if (days.length === 0) return [];
  return [stray(path, 'Day files are read in days/ and epilogue/, and not in this folder; move them there.')];
}

/** Pipes, sockets, devices, and links that lead nowhere. */
function unusable(folder: string, items: readonly Item[]): readonly Problem[] {
  return items
    .filter(({ kind }) => kind === 'other')
    .map(({ name }) =>
      stray(join(folder, name), 'This is no file and no folder, or a link that leads nowhere; remove it.'),
    );
}

function stray(path: string, message: string): Problem {
  return { ...top(path), rule: 'stray-file', message };
}
