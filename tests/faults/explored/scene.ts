/** What one exploration is about: one slot on one channel, behind a server with one way of doing things. */

import { type Calendar, calendarOf } from '../../../schedule/time/calendar.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import {
  blueskySeat,
  campaignOf,
  entryOf,
  honoursKeys,
  mastodonSeat,
  modes,
  type Seat,
  type Shape,
  slotsIn,
  titleOf,
} from '../season/season.ts';

export type Scene = {
  readonly name: string;
  readonly seat: Seat;
  readonly slot: Slot;
  readonly calendar: Calendar;
  /** For so long a new status is missing in the account's list, in milliseconds. */
  readonly listLag: number;
  /** Its pictures are uploaded before it is due. */
  readonly prepares: boolean;
};

const shapes: Readonly<Record<string, Shape>> = {
  post: { posts: 1, pictures: 0 },
  'post with a picture': { posts: 1, pictures: 1 },
  'thread of two': { posts: 2, pictures: 0 },
  'thread of three': { posts: 3, pictures: 0 },
};

const minute = 60_000;

/** A slot may go out for three hours. */
const graceMinutes = 180;

type Server = { readonly name: string; readonly seat: Seat; readonly listLag: number };

const servers: readonly Server[] = [
  { name: 'Bluesky', seat: blueskySeat(), listLag: 0 },
  ...modes.map((mode) => ({ name: titleOf(mode), seat: mastodonSeat(mode), listLag: 0 })),
  { name: 'Mastodon 4.6.7, list a minute behind', seat: mastodonSeat('4.6.7'), listLag: minute },
  { name: 'no keys, list a minute behind', seat: mastodonSeat('none'), listLag: minute },
];

export const scenes: readonly Scene[] = servers.flatMap(({ name, seat, listLag }) =>
  Object.entries(shapes).flatMap(([kind, shape]) => {
    const scene = sceneOf(`${name}: ${kind}`, seat, shape, listLag);
    return shape.pictures > 0 ? [scene, { ...scene, name: `${scene.name}, made ready`, prepares: true }] : [scene];
  }),
);

function sceneOf(name: string, seat: Seat, shape: Shape, listLag: number): Scene {
  const campaign = campaignOf([entryOf('entry', '15:00', shape, { graceMinutes })]);
  const [slot] = slotsIn(campaign);
  if (slot === undefined) throw new Error('a campaign without a slot');
  return { name, seat, slot, calendar: calendarOf([campaign]), listLag, prepares: false };
}

/** Whether the server keeps a post single by its key or its pictures, whatever else happens to it. */
export function isFenced({ seat, slot }: Pick<Scene, 'seat' | 'slot'>): boolean {
  return seat.network === 'bluesky' || honoursKeys(seat.mode) || isFencedByPictures({ seat, slot });
}

/** Whether each post has pictures that its server attaches only once. */
export function isFencedByPictures({ seat, slot }: Pick<Scene, 'seat' | 'slot'>): boolean {
  return seat.network === 'mastodon' && seat.mode !== 'snac' && slot.entry.thread.every(({ card }) => card !== null);
}
