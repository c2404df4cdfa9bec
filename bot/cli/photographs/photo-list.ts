/** `photo list`: the photographs, what uses them, and the slots that wait. */

import type { Photograph } from '../../../schedule/model/photograph.ts';
import { loadPhotographs } from '../../../schedule/read/photographs.ts';
import { type CampaignChoice, campaignsOf, orProblems, photographsFolder } from '../loading.ts';
import { print, printJson, styled } from '../words/output.ts';
import { photoSlots, type Slotted } from './photo-slots.ts';

type ListOptions = CampaignChoice & { readonly json?: true };

export async function photoList(options: ListOptions): Promise<void> {
  const folder = photographsFolder(options);
  const photographs = [...orProblems(await loadPhotographs(folder)).values()];
  const slots = photoSlots(await campaignsOf(options));
  const waiting = slots.filter(({ slot }) => slot.photograph === null);
  const usesOf = ({ id }: Photograph) => slots.filter(({ slot }) => slot.id === id);
  if (options.json) {
    printJson({
      photographs: photographs.map((photograph) => ({
        ...dataOf(photograph),
        usedBy: usesOf(photograph).map(slotData),
      })),
      waiting: waiting.map((each) => ({ photo: each.slot.id, ...slotData(each) })),
    });
    return;
  }
  const known = photographs.flatMap((photograph) => [...entryOf(photograph), ...usesOf(photograph).map(useOf), '']);
  const width = Math.max(0, ...waiting.map(({ slot }) => slot.id.length));
  const open = waiting.map(({ slot, ...rest }) => `  ${slot.id.padEnd(width)}  ${styled('dim', where(rest))}`);
  print(
    [
      styled('bold', `Photographs in ${folder}`),
      ...(known.length === 0 ? ['  none', ''] : known),
      styled('bold', 'Slots that wait for one'),
      ...(open.length === 0 ? ['  none'] : open),
    ].join('\n'),
  );
}

function dataOf({ id, file, width, height, licence, credit, sensitivity }: Photograph) {
  return { id, file, width, height, licence: licence.name, credit, sensitivity };
}

function slotData({ campaign, entry, position }: Slotted) {
  return { campaign: campaign.id, entry: entry.id, date: entry.date, time: entry.time, post: position + 1 };
}

function entryOf({ id, width, height, credit, sensitivity }: Photograph): readonly string[] {
  const warning = sensitivity === null ? '' : styled('yellow', `  only with the warning ${sensitivity}`);
  return [`  ${styled('red', id)}  ${width}×${height}${warning}`, `    ${credit.en ?? credit.hu ?? ''}`];
}

function useOf(slotted: Slotted): string {
  return styled('dim', `    on ${where(slotted)}`);
}

function where({ campaign, entry, position }: Omit<Slotted, 'slot'>): string {
  const post = entry.thread.length > 1 ? `, post ${position + 1}` : '';
  return `${entry.date} ${entry.time} ${campaign.id}/${entry.id}${post}`;
}
