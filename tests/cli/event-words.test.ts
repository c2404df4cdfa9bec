/** What a person reads of an end that needs one: one word for each, and a command that can be pasted. */

import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import type { Channel } from '../../bot/channel.ts';
import { eventLine } from '../../bot/cli/words/events.ts';
import { doubtLines } from '../../bot/cli/words/uncertain.ts';
import type { Failure } from '../../bot/networks/network.ts';
import { accountOn, slotWith } from '../support/threads.ts';

const { id: slot, due } = slotWith();
const account = accountOn('mastodon');
const channel: Channel = {
  id: 'm-hu',
  network: 'mastodon',
  language: 'hu',
  campaigns: null,
  account,
  destination: 'account',
};
const ended = (kind: Failure['kind']) => {
  const failure = { kind, message: 'what the server said', retryAt: null } as Failure;
  return stripVTControlCharacters(eventLine({ kind: 'failed', channel, slot, due, failure }));
};

it('each end of a publication has one word, and says what to give', () => {
  expect([
    stripVTControlCharacters(eventLine({ kind: 'missed', channel, slot, due })),
    ended('refused'),
    ended('uncertain'),
    ended('conflict'),
  ]).toMatchInlineSnapshot(`
    [
      "missed     sample-1956/march-begins@2027-10-23T15:00  m-hu  too late to be sent by itself; to send it all the same: npm run -s bot -- publish sample-1956/march-begins@2027-10-23T15:00 --channel m-hu",
      "failed     sample-1956/march-begins@2027-10-23T15:00  m-hu  what the server said",
      "uncertain  sample-1956/march-begins@2027-10-23T15:00  m-hu  what the server said; what to look for: npm run -s bot -- status",
      "conflict   sample-1956/march-begins@2027-10-23T15:00  m-hu  what the server said; what to look for: npm run -s bot -- status",
    ]
  `);
});

it('what is in doubt is described by account, post and time, with the two commands that settle it', () => {
  const look = {
    account: '@en on https://h.example',
    lastAttempt: '2027-10-23T13:07:01Z',
    post: 2,
    posts: 3,
    text: 'a b',
  };
  const lines = doubtLines(slot, 'm-hu', { kind: 'uncertain', message: 'what the server said' }, look);
  expect(lines.map(stripVTControlCharacters)).toMatchInlineSnapshot(`
    [
      "  uncertain  sample-1956/march-begins@2027-10-23T15:00: what the server said",
      "          Look on @en on https://h.example for post 2 of 3 of about 2027-10-23 13:07 UTC that begins: “a b”",
      "          It is there:      npm run -s bot -- resolve sample-1956/march-begins@2027-10-23T15:00 --channel m-hu --published 'its address'",
      "          It is not there:  npm run -s bot -- resolve sample-1956/march-begins@2027-10-23T15:00 --channel m-hu --not-published",
    ]
  `);
});
