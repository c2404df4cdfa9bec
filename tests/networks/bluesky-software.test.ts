/** Servers for Bluesky that are not the reference server: they name the same things with other statuses, or lack a call. */

import { describe, expect, it } from 'vitest';
import { json, parsed } from '../support/proxy.ts';
import { kinds, onCall, useTrial } from './bluesky-trial.ts';

const trial = useTrial();

describe.each(kinds)('%s for other software', (_, changes) => {
  it.each([404, 500])('is published where what is not there is answered %i RecordNotFound', async (status) => {
    const { frozen, send } = await trial.prepared(changes);
    trial.proxy.meddle(
      onCall('getRecord', async (_, forward) => {
        const answer = await forward();
        return answer.status === 400 ? { ...answer, status } : answer;
      }),
    );
    expect(await trial.network.find(frozen, null)).toEqual({ kind: 'absent' });
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(await trial.network.find(frozen, null)).toMatchObject({ kind: 'found' });
  });

  it('is no conflict where a look is answered with the record of another key', async () => {
    const { frozen, send } = await trial.prepared(changes);
    await send();
    trial.proxy.meddle(
      onCall('getRecord', async (_, forward) => {
        const other = { uri: frozen.posts[0].uri.replace(/.$/, '3'), cid: frozen.posts[0].cid.replace(/.$/, 'a') };
        return json(200, { ...parsed<object>(await forward()), ...other });
      }),
    );
    expect(await trial.network.find(frozen, null)).toMatchObject({
      failure: { kind: 'unavailable', message: expect.stringContaining(`was asked for ${frozen.posts[0].uri}`) },
    });
  });
});
