/** What was made ready for Bluesky is published with one call, which writes over nothing. */

import { describe, expect, it } from 'vitest';
import type { SendResult, Trail } from '../../../bot/networks/network.ts';
import { newDesk } from '../../support/desk.ts';
import { json } from '../../support/proxy.ts';
import type { ThreadChanges } from '../../support/threads.ts';
import { frozenFor } from '../contract/contract.ts';
import { collection } from './stage.ts';
import { kinds, landedThen, lost, onCall, useTrial } from './trial.ts';

const trial = useTrial();

/** A publication, and its first attempt after a preparation. */
async function ready(changes: ThreadChanges) {
  const { frozen, picturing } = await frozenFor(trial.network, changes);
  if (frozen.network !== 'bluesky') throw new Error('it is frozen for another network');
  const sending = newDesk().sending<Trail<'bluesky'>>(frozen, picturing);
  return {
    frozen,
    prepare: () => trial.network.prepare(frozen, sending),
    sendPrepared: (): Promise<SendResult> => trial.network.send(frozen, { ...sending, isPrepared: true }),
  };
}

const other = { $type: collection, text: 'más', langs: ['hu'], createdAt: '2027-10-23T13:00:00Z' };
const putOther = (rkey: string) =>
  trial.asOwner('com.atproto.repo.putRecord', { repo: trial.account.did, collection, rkey, record: other });

describe.each(kinds)('%s that is ready for Bluesky', (_, changes, call) => {
  const texts = changes.posts.map(({ text }) => text);

  it('is published with one call', async () => {
    const { prepare, sendPrepared } = await ready(changes);
    expect(await prepare()).toBeNull();
    trial.proxy.forget();
    expect(await sendPrepared()).toMatchObject({ kind: 'sent' });
    expect(trial.proxy.requests.map(({ path }) => path)).toEqual([`/xrpc/com.atproto.repo.${call}`]);
    expect(await trial.texts()).toEqual(texts);
  });

  it('is published while nobody can look for it', async () => {
    const { prepare, sendPrepared } = await ready(changes);
    await prepare();
    trial.proxy.meddle(onCall('getRecord', lost));
    expect(await sendPrepared()).toMatchObject({ kind: 'sent' });
  });

  it('is there once when it was published before, and twice at once', async () => {
    const { prepare, sendPrepared } = await ready(changes);
    await prepare();
    const results = await Promise.all([sendPrepared(), sendPrepared()]);
    expect(await sendPrepared()).toEqual(results[0]);
    expect(results.map(({ kind }) => kind)).toEqual(['sent', 'sent']);
    expect(await trial.texts()).toEqual(texts);
  });

  it('is looked for when its answer is lost, and not sent again where it landed', async () => {
    const { prepare, sendPrepared } = await ready(changes);
    await prepare();
    trial.proxy.meddle(onCall(call, landedThen('lost'), 1));
    expect(await sendPrepared()).toMatchObject({ kind: 'sent' });
    expect([trial.count(call), trial.count('getRecord')]).toEqual([1, 2 * texts.length]);
    expect(await trial.texts()).toEqual(texts);
  });

  it('is looked for when it was lost on the way, and sent again', async () => {
    const { prepare, sendPrepared } = await ready(changes);
    await prepare();
    trial.proxy.meddle(onCall(call, lost, 1));
    expect(await sendPrepared()).toMatchObject({ kind: 'sent' });
    expect([trial.count(call), trial.count('getRecord')]).toEqual([2, 2 * texts.length]);
    expect(await trial.texts()).toEqual(texts);
  });

  it('is doubtful when neither its answer nor a look arrives', async () => {
    const { frozen, prepare, sendPrepared } = await ready(changes);
    await prepare();
    trial.proxy.meddle(async (request, forward) => {
      if (!request.path.includes('getRecord')) await forward();
      return 'lost';
    });
    expect(await sendPrepared()).toMatchObject({ failure: { kind: 'doubtful' } });
    trial.proxy.meddle(null);
    expect(await trial.network.find(frozen, null)).toMatchObject({ kind: 'found' });
  });

  it('does not take the place of another that came after the preparation', async () => {
    const { frozen, prepare, sendPrepared } = await ready(changes);
    await prepare();
    await putOther(frozen.posts[0].rkey);
    expect(await sendPrepared()).toMatchObject({ failure: { kind: 'conflict' } });
    expect(await trial.texts()).toEqual(['más']);
  });

  it('does not get ready where another stands already, nor where nobody can look', async () => {
    const { frozen, prepare } = await ready(changes);
    trial.proxy.meddle(onCall('getRecord', async () => json(500, { error: 'InternalServerError', message: 'no' })));
    expect(await prepare()).toMatchObject({ kind: 'unavailable' });
    trial.proxy.meddle(null);
    await putOther(frozen.posts[0].rkey);
    expect(await prepare()).toMatchObject({ kind: 'conflict' });
  });

  it('brings no picture where it stands already', async () => {
    const { prepare, sendPrepared } = await ready(changes);
    await sendPrepared();
    trial.proxy.forget();
    expect(await prepare()).toBeNull();
    expect(trial.proxy.requests.every(({ path }) => path.includes('getRecord'))).toBe(true);
  });
});
