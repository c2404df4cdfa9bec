/** One channel's share of a beat: connect if need be, then a pass, with a word to the bell of what a person has to know. */

import type { Publication } from '../ledger/ledger.ts';
import { pass } from '../publish/carry-out/pass.ts';
import type { PublishEvent } from '../publish/ports.ts';
import type { OpenBell } from './bell.ts';
import type { ConfiguredChannel } from './settings/channel-settings.ts';
import type { Unconnected, Workshop } from './workshop.ts';

/** What was done. Throws what the pass throws: an error stops one pass, never the program that made it. */
export async function workOn(
  channel: ConfiguredChannel,
  workshop: Pick<Workshop, 'connect' | 'unconnected' | 'doubtOn' | 'ports'>,
  { bell, recall }: Pick<OpenBell, 'bell' | 'recall'>,
  told: (unconnected: Unconnected) => void,
): Promise<readonly PublishEvent[]> {
  let known: readonly Publication[] = [];
  try {
    for (const each of await workshop.connect([channel])) told(each);
    for (const { failure } of workshop.unconnected([channel])) bell.unconnected(channel.id, failure);
    const doubt = workshop.doubtOn(channel);
    if (doubt !== null) bell.unconnected(channel.id, doubt);
    const ports = workshop.ports([channel]);
    if (ports.outlets.length > 0) bell.connected(channel.id);
    return await pass({
      ...ports,
      recorded: (publications) => {
        known = publications;
      },
    });
  } catch (error) {
    bell.stopped(channel.id, error instanceof AggregateError ? error.errors[0] : error);
    throw error;
  } finally {
    await recall(channel.id, known);
    bell.again();
  }
}
