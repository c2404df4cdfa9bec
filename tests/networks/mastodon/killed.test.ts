/** A process that is killed in the middle of a request leaves a thread that the next one completes, each post once. */

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../../bot/channel.ts';
import { openLedger } from '../../../bot/ledger/sqlite.ts';
import { storedForms } from '../../../bot/networks/stored-forms.ts';
import { seriesOf } from '../contract/series.ts';
import { type MastodonStage, mastodonOn, modes, startMastodonSender, unlimited } from './stage.ts';
import { publishing } from './trial.ts';

describe.each(modes)('on Mastodon %s', (mode) => {
  let stage: MastodonStage;
  let folder: string;
  beforeEach(async () => {
    stage = await mastodonOn(mode, { rateLimits: unlimited });
    folder = await mkdtemp(join(tmpdir(), 'mastodon-'));
  });
  afterEach(async () => {
    await stage.server.close();
    await rm(folder, { recursive: true });
  });

  const texts = seriesOf('mastodon', 1).flatMap(({ posts }) => posts?.map(({ text = '' }) => text) ?? []);
  const shown = () => stage.server.statuses.map(({ text }) => text);
  const sender = () => startMastodonSender(stage.server, folder, 1);
  /** Kills a sender while its post at `position` is on the way, and gives what lets that go on. */
  const killedAt = async (position: number, at: 'arrival' | 'answer') => {
    for (let before = 0; before < position; before += 1)
      stage.server.fail(publishing, { kind: 'held', at: 'arrival' }).release();
    const held = stage.server.fail(publishing, { kind: 'held', at });
    const process = sender();
    const ended = once(process, 'exit');
    await held.reached;
    process.kill('SIGKILL');
    await ended;
    return held;
  };
  const runAgain = async () => {
    const [code] = await once(sender(), 'exit');
    expect(code).toBe(0);
    expect(stage.server.violations).toEqual([]);
  };

  it.each([0, 1, 2])('finds post %i, which was published while its sender was killed', async (position) => {
    const { release } = await killedAt(position, 'answer');
    release();
    await runAgain();
    expect(shown()).toEqual(texts);
  });

  it('publishes a post with pictures once, whether the request of the killed sender comes through late or never', async () => {
    const { release } = await killedAt(0, 'arrival');
    await runAgain();
    release();
    await settled(stage);
    expect(shown()).toEqual(texts);
  });

  it(
    mode === 'none'
      ? 'leaves a bare post to a person, because the request of the killed sender may still come through'
      : 'publishes a bare post once, whether the request of the killed sender comes through late or never',
    async () => {
      const { release } = await killedAt(1, 'arrival');
      await runAgain();
      const ledger = await openLedger(join(folder, 'ledger.sqlite'), storedForms);
      const [publication] = await ledger.publications(accountKeyOf(stage.connected.account), 'hu');
      await ledger.close();
      if (mode === 'none') {
        expect(publication).toMatchObject({ state: 'failed', failure: { kind: 'uncertain' } });
        expect(shown()).toEqual(texts.slice(0, 1));
      } else expect(publication).toMatchObject({ state: 'published' });
      release();
      await settled(stage);
      expect(shown()).toEqual(mode === 'none' ? texts.slice(0, 2) : texts);
    },
  );
});

/** Resolves when the server has dealt with every request it got. */
async function settled({ server }: MastodonStage): Promise<void> {
  await expect.poll(() => server.requests.filter(({ status }) => status === null)).toEqual([]);
}
