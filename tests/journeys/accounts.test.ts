import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { launch, newFolder, runCli } from '../support/cli.ts';
import { runHere } from '../support/in-process.ts';
import { defaultToken, type MastodonMode } from '../support/mastodon/options.ts';
import { type MastodonServer, startMastodon } from '../support/mastodon/server.ts';
import { blob, newAccount, recordsOf, type TestAccount } from '../support/pds.ts';
import { startProxy } from '../support/proxy.ts';
import { twoDays } from '../support/two-days.ts';

const collection = 'app.bsky.feed.post';

type PreviewedPost = {
  text: string;
  facets: { byteStart: number; byteEnd: number; feature: { kind: string } }[];
  contentWarning: string | null;
  language: string;
  visibility: string;
  images: { alt: string; width: number; height: number; bytes: number; sha256: string }[];
};
type Previewed = { slot: string; channel: string; posts: PreviewedPost[] };

type Env = Readonly<Record<string, string>>;

const blueskyChannel = (name: string, language: string, { service, handle, appPassword }: TestAccount): Env => ({
  [`EMLEKNAP_CHANNEL_${name}_NETWORK`]: 'bluesky',
  [`EMLEKNAP_CHANNEL_${name}_LANGUAGE`]: language,
  [`EMLEKNAP_CHANNEL_${name}_DESTINATION`]: 'account',
  [`EMLEKNAP_CHANNEL_${name}_SERVICE`]: service,
  [`EMLEKNAP_CHANNEL_${name}_IDENTIFIER`]: handle,
  [`EMLEKNAP_CHANNEL_${name}_APP_PASSWORD`]: appPassword,
});

const mastodonChannel = (name: string, language: string, url: string, token: string = defaultToken): Env => ({
  [`EMLEKNAP_CHANNEL_${name}_NETWORK`]: 'mastodon',
  [`EMLEKNAP_CHANNEL_${name}_LANGUAGE`]: language,
  [`EMLEKNAP_CHANNEL_${name}_DESTINATION`]: 'account',
  [`EMLEKNAP_CHANNEL_${name}_SERVER`]: url,
  [`EMLEKNAP_CHANNEL_${name}_ACCESS_TOKEN`]: token,
});

const sound = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];
const open: MastodonServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** A server whose clock the test sets, so that its rate limits see the season and not the seconds of the test. */
async function mastodon(mode: MastodonMode, clock: () => number = Date.now): Promise<MastodonServer> {
  const server = await startMastodon({ mode, now: clock });
  open.push(server);
  return server;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The feature of a facet as Bluesky names it, and what it names. */
const featureOf = (feature: Record<string, unknown>) => {
  const kind = String(feature['$type'] ?? '').replace('app.bsky.richtext.facet#', '');
  return { kind, value: feature['uri'] ?? feature['tag'] ?? feature['did'] };
};

describe('the whole of 23 October and 4 November', () => {
  it('stands on a real PDS and on Mastodon in every mode as the preview shows it, once, and a further tick changes nothing', async () => {
    const cwd = newFolder();
    let clock = Date.parse('2027-10-22T12:00Z');
    const campaigns = ['--campaigns', twoDays()];
    const modes = ['4.5', '4.6.5', '4.6.7', 'none'] as const;
    const servers = await Promise.all(modes.map((mode) => mastodon(mode, () => clock)));
    const [hungarian, english] = [await newAccount(), await newAccount()];
    const env: Env = Object.assign(
      {},
      blueskyChannel('B_HU', 'hu', hungarian),
      blueskyChannel('B_EN', 'en', english),
      ...servers.flatMap(({ url }, index) => [
        mastodonChannel(`M${index}_HU`, 'hu', url),
        mastodonChannel(`M${index}_EN`, 'en', url),
      ]),
    );
    const tick = async (now: string) => {
      clock = Date.parse(now);
      const ended = await runHere(['tick', '--now', now, '--json', ...campaigns], { cwd, env });
      expect(ended, ended.stderr).toMatchObject({ code: 0 });
      return JSON.parse(ended.stdout).events as { kind: string }[];
    };
    const preview = async (): Promise<Previewed[]> =>
      JSON.parse((await runHere(['preview', '--year', '2027', '--json', ...campaigns], { cwd, env })).stdout);
    const plan = JSON.parse(
      (await runHere(['plan', '--year', '2027', '--json', ...campaigns], { cwd, env })).stdout,
    ) as {
      due: string;
    }[];

    expect(await tick('2027-10-22T12:00:00Z')).toEqual([]);
    for (const due of new Set(plan.map((item) => item.due))) {
      expect((await tick(due)).map(({ kind }) => kind)).toEqual(Array(10).fill('published'));
    }

    const expected = await preview();
    const postsOn = (channel: string) =>
      expected.filter((item) => item.channel === channel).flatMap(({ posts }) => posts);

    for (const [account, channel] of [
      [hungarian, 'b-hu'],
      [english, 'b-en'],
    ] as const) {
      const records = await recordsOf(account.service, account.did, collection);
      const posts = postsOn(channel);
      expect(records.map(({ value }) => value['text'])).toEqual(posts.map(({ text }) => text));
      for (const [index, { value }] of records.entries()) {
        const post = posts[index];
        if (post === undefined) throw new Error('there are as many records as posts');
        const facets = (value['facets'] ?? []) as {
          index: { byteStart: number; byteEnd: number };
          features: Record<string, unknown>[];
        }[];
        expect(facets.map((facet) => ({ ...facet.index, kind: featureOf(facet.features[0] ?? {}).kind }))).toEqual(
          post.facets.map(({ byteStart, byteEnd, feature }) => ({ byteStart, byteEnd, kind: feature.kind })),
        );
        expect(value['langs']).toEqual([post.language]);
        const embed = value['embed'] as
          | { images: { alt: string; aspectRatio: unknown; image: { ref: { $link: string } } }[] }
          | undefined;
        const images = embed?.images ?? [];
        expect(images.map(({ alt, aspectRatio }) => ({ alt, aspectRatio }))).toEqual(
          post.images.map(({ alt, width, height }) => ({ alt, aspectRatio: { width, height } })),
        );
        for (const [position, { image }] of images.entries()) {
          const bytes = await blob(account.service, account.did, image.ref.$link);
          expect(bytes && sha256(bytes)).toBe(post.images[position]?.sha256);
        }
      }
    }

    for (const [index, server] of servers.entries()) {
      expect(server.violations).toEqual([]);
      for (const language of ['hu', 'en']) {
        const posts = postsOn(`m${index}-${language}`);
        const statuses = server.statuses.filter((status) => status.language === language);
        expect(statuses.map(({ text }) => text)).toEqual(posts.map(({ text }) => text));
        expect(
          statuses.map(({ spoilerText, sensitive, visibility, media }) => ({
            contentWarning: spoilerText === '' ? null : spoilerText,
            sensitive,
            visibility,
            images: media.map(({ alt, bytes }) => ({ alt, bytes: bytes.length })),
          })),
        ).toEqual(
          posts.map(({ contentWarning, visibility, images }) => ({
            contentWarning,
            sensitive: contentWarning !== null,
            visibility,
            images: images.map(({ alt, bytes }) => ({ alt, bytes })),
          })),
        );
        const roots = statuses.filter(({ parent }) => parent === null).length;
        expect(roots).toBe(expected.filter(({ channel }) => channel === `m${index}-${language}`).length);
      }
    }

    const before = servers.map(({ statuses }) => statuses.length);
    expect(await tick('2027-11-04T18:00:30Z')).toEqual([]);
    expect(servers.map(({ statuses }) => statuses.length)).toEqual(before);
    expect((await recordsOf(hungarian.service, hungarian.did, collection)).length).toBe(postsOn('b-hu').length);
  });
});

describe('a bot killed between the server’s answer and its receipt', () => {
  const before = '2027-03-20T13:00:00Z';
  const due = '2027-03-20T14:00:00Z';
  const tick = (cwd: string, env: Env, now: string) =>
    runHere(['tick', '--now', now, '--json', ...sound], { cwd, env });

  it.each(['4.5', '4.6.5', '4.6.7', 'none'] as const)(
    'publishes no post and no thread twice on Mastodon %s',
    async (mode) => {
      for (const [position, name] of [
        [0, 'first'],
        [1, 'last'],
      ] as const) {
        const cwd = newFolder();
        const server = await mastodon(mode);
        const env = mastodonChannel('M', 'hu', server.url);
        expect(await tick(cwd, env, before)).toMatchObject({ code: 0 });
        for (let passed = 0; passed < position; passed += 1)
          server.fail({ method: 'POST', path: '/api/v1/statuses' }, { kind: 'held', at: 'arrival' }).release();
        const held = server.fail({ method: 'POST', path: '/api/v1/statuses' }, { kind: 'held', at: 'answer' });
        const bot = launch(['tick', '--now', due, ...sound], { cwd, env });
        await held.reached;
        bot.child.kill('SIGKILL');
        expect(await bot.ended).toMatchObject({ signal: 'SIGKILL' });
        held.release();
        const again = await tick(cwd, env, '2027-03-20T14:00:30Z');
        expect(again, `after the ${name} post: ${again.stderr}`).toMatchObject({ code: 0 });
        expect(server.statuses.map(({ text }) => text)).toEqual([
          expect.stringContaining('Az első lépések.'),
          'Egy kicsit hosszabb szöveg.',
        ]);
        expect(server.statuses[1]?.parent).toBe(server.statuses[0]?.id);
        expect(server.violations).toEqual([]);
      }
    },
  );

  it('publishes no thread twice on a PDS', async () => {
    const account = await newAccount();
    const proxy = await startProxy(account.service);
    try {
      const cwd = newFolder();
      const env = blueskyChannel('B', 'hu', { ...account, service: proxy.origin });
      expect(await tick(cwd, env, before)).toMatchObject({ code: 0 });
      const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      proxy.meddle(async ({ path }, forward) => {
        const answer = await forward();
        if (!path.includes('com.atproto.repo.applyWrites')) return answer;
        reached.resolve();
        await released.promise;
        return answer;
      });
      const bot = launch(['tick', '--now', due, ...sound], { cwd, env });
      await reached.promise;
      bot.child.kill('SIGKILL');
      await bot.ended;
      released.resolve();
      proxy.meddle(null);
      expect(await recordsOf(account.service, account.did, collection)).toHaveLength(2);
      const again = await tick(cwd, env, '2027-03-20T14:00:30Z');
      expect(again, again.stderr).toMatchObject({ code: 0 });
      expect(await recordsOf(account.service, account.did, collection)).toHaveLength(2);
    } finally {
      await proxy.stop();
    }
  });
});

describe('a thread whose second post the server refuses', () => {
  it('stops on Mastodon in a state that status explains and publish goes on from', async () => {
    const cwd = newFolder();
    const server = await mastodon('4.6.7');
    const env = mastodonChannel('M', 'hu', server.url);
    const run = (...args: readonly string[]) => runHere([...args, ...sound], { cwd, env });
    await run('tick', '--now', '2027-03-20T13:00:00Z');
    server.fail({ method: 'POST', path: '/api/v1/statuses' }, { kind: 'held', at: 'arrival' }).release();
    server.fail({ method: 'POST', path: '/api/v1/statuses' }, { kind: 'error', status: 422, acted: false });
    expect(await run('tick', '--now', '2027-03-20T14:00:00Z')).toMatchObject({ code: 75 });
    const { stdout } = await run('status');
    expect(stdout).toContain('1 post of the thread is public.');
    expect(stdout).toContain('EMLEKNAP_CHANNEL_M_SERVER: ');
    expect(stdout).not.toContain(server.url);
    const slot = 'liberty-2000/first-steps@2027-03-20T15:00';
    expect(stdout).toContain(`go on where it stopped with: npm run -s bot -- publish ${slot} --channel m`);
    expect(server.statuses).toHaveLength(1);
    const published = await run('publish', slot, '--channel', 'm', '--now', '2027-03-20T16:00:00Z');
    expect(published, published.stderr).toMatchObject({ code: 0 });
    expect(server.statuses.map(({ parent }) => parent)).toEqual([null, server.statuses[0]?.id]);
  });
});

describe('without a network, or with the wrong credentials', () => {
  const nowhere = 'http://127.0.0.1:9';

  it('every command says what is wrong and what to do, no secret shows, and the next tick goes on', async () => {
    const cwd = newFolder();
    const account = await newAccount();
    const server = await mastodon('4.6.7');
    const right = { ...blueskyChannel('B', 'hu', account), ...mastodonChannel('M', 'en', server.url) };
    const wrong = {
      ...blueskyChannel('B', 'hu', { ...account, appPassword: 'hunter2-wrong' }),
      ...mastodonChannel('M', 'en', server.url, 'hunter2-token'),
    };
    const away = {
      ...blueskyChannel('B', 'hu', { ...account, service: nowhere }),
      ...mastodonChannel('M', 'en', nowhere),
    };
    const run = (env: Env, ...args: readonly string[]) => runCli([...args, ...sound], { cwd, env });
    expect(await run(right, 'tick', '--now', '2027-03-20T13:00:00Z')).toMatchObject({ code: 0 });

    rmSync(join(cwd, 'data/sessions'), { recursive: true });
    const refused = await run(wrong, 'tick', '--now', '2027-03-20T14:00:00Z');
    expect(refused).toMatchObject({ code: 75 });
    expect(refused.stderr).toMatch(/b: .*app password/i);
    expect(refused.stderr).toMatch(/m: .*token/i);
    const offline = await run(away, 'tick', '--now', '2027-03-20T14:01:00Z');
    expect(offline).toMatchObject({ code: 75 });
    expect(offline.stderr.match(/not connected/g)).toHaveLength(2);
    const advice = /check the network and the address in EMLEKNAP_CHANNEL_(B_SERVICE|M_SERVER)/g;
    expect(offline.stderr.match(advice)).toHaveLength(2);
    for (const command of [
      ['publish', 'liberty-2000/first-steps@2025-03-20T15:00'],
      ['ledger', 'rebuild'],
    ]) {
      const ended = await run(away, ...command);
      expect(ended.code).toBe(75);
      expect(ended.stderr).toMatch(advice);
    }
    for (const command of [
      ['status'],
      ['plan', '--year', '2027'],
      ['preview', '--year', '2027', '--no-images'],
      ['check'],
    ]) {
      expect(await run(away, ...command)).toMatchObject({ code: 0 });
    }
    for (const { stdout, stderr } of [refused, offline]) {
      expect(stdout + stderr).not.toMatch(/hunter2|token-of|xxxx|http:|\.test\b/);
    }

    expect(await run(right, 'tick', '--now', '2027-03-20T14:05:00Z')).toMatchObject({ code: 0 });
    expect(server.statuses).toHaveLength(2);
    expect(await recordsOf(account.service, account.did, collection)).toHaveLength(2);
  });
});

describe('a lost ledger', () => {
  it('stops the channel until it is rebuilt, and nothing is published twice', async () => {
    const server = await mastodon('4.6.7', () => Date.parse('2027-03-20T14:00:01Z'));
    const account = await newAccount();
    const env = { ...mastodonChannel('M', 'hu', server.url), ...blueskyChannel('B', 'hu', account) };
    const first = newFolder();
    const run = (cwd: string, ...args: readonly string[]) => runHere([...args, ...sound], { cwd, env });
    await run(first, 'tick', '--now', '2027-03-20T13:00:00Z');
    await run(first, 'tick', '--now', '2027-03-20T14:00:00Z');

    const second = newFolder();
    const stopped = await run(second, 'tick', '--now', '2027-03-20T14:05:00Z');
    expect(stopped).toMatchObject({ code: 75 });
    expect(stopped.stderr).toContain('ledger rebuild --channel b');
    const rebuilt = await run(second, 'ledger', 'rebuild', '--json', '--now', '2027-03-20T14:06:00Z');
    expect(rebuilt, rebuilt.stderr).toMatchObject({ code: 0 });
    expect(
      JSON.parse(rebuilt.stdout).channels.map(({ slots }: { slots: { outcome: string }[] }) =>
        slots.map(({ outcome }) => outcome),
      ),
    ).toEqual([['adopted'], ['adopted']]);
    expect(await run(second, 'tick', '--now', '2027-03-20T14:07:00Z')).toMatchObject({ code: 0 });
    expect(server.statuses).toHaveLength(2);
    expect(await recordsOf(account.service, account.did, collection)).toHaveLength(2);
    expect((await run(second, 'status', '--json')).stdout).toContain('"published": 1');
  });
});

describe('a smoke test', () => {
  it('publishes one post, reads it back and deletes it, and needs a person’s word', async () => {
    const cwd = newFolder();
    const server = await mastodon('4.6.7');
    const account = await newAccount();
    const env = { ...mastodonChannel('M', 'hu', server.url), ...blueskyChannel('B', 'en', account) };
    expect(await runHere(['smoke', 'm'], { cwd, env })).toMatchObject({ code: 64 });
    expect(server.requests).toEqual([]);
    for (const channel of ['m', 'b']) {
      const smoked = await runHere(['smoke', channel, '--yes', '--json'], { cwd, env });
      expect(smoked, smoked.stderr).toMatchObject({ code: 0 });
      expect(JSON.parse(smoked.stdout)).toMatchObject({ channel, readBack: true, deleted: true });
    }
    expect(server.uploads).toHaveLength(1);
    expect(server.statuses).toEqual([]);
    expect(await recordsOf(account.service, account.did, collection)).toEqual([]);
  });

  it('says of a post whose answer was lost that it may stand, and where to look', async () => {
    const account = await newAccount();
    const proxy = await startProxy(account.service);
    try {
      const env = blueskyChannel('B', 'en', { ...account, service: proxy.origin });
      let isSent = false;
      proxy.meddle(async ({ path }, forward) => {
        if (isSent) return 'lost';
        if (!path.includes('putRecord') && !path.includes('applyWrites')) return forward();
        isSent = true;
        await forward();
        return 'lost';
      });
      const smoked = await runHere(['smoke', 'b', '--yes'], { cwd: newFolder(), env });
      expect(smoked.code).toBe(75);
      expect(smoked.stderr).toContain('Nobody knows whether the post stands on the account');
      expect(smoked.stderr).toContain(account.did);
      expect(smoked.stderr).toContain('“This is a test; the post deletes itself in a moment.”');
      expect(smoked.stderr).not.toContain('was not published');
      expect(await recordsOf(account.service, account.did, collection)).toHaveLength(1);
    } finally {
      await proxy.stop();
    }
  });
});
