/** What a maintainer can rely on, in words: the promises that the laboratory checks, and the windows that no client can close. */

export const guarantees = `## What you can rely on

**Bluesky.** Each publication is there exactly once and whole, whatever is lost, killed or repeated, as long as the account, the campaign's
text and the server's data stay the same: its record keys follow from account, language and slot, its records are frozen before the first
attempt, a thread is one commit, and after every doubtful answer the repository itself is read. What cannot be sent within its limit is
recorded as missed.

**Mastodon.** No post is published a second time by our doing, and none is lost without a word. A status that got no clear answer is looked
for. It is sent again, under the same key and with the same uploads, only if it is not there, if its last request is over (Mastodon itself ends
one after a minute and a half), and if either the server honours keys and the first attempt is less than 55 minutes old, or its pictures can be
attached only once. Otherwise it becomes *uncertain*: reported, shown by \`status\`, settled by \`resolve\`, and never sent again by itself.
Mastodon and Hollo honour keys, and there (on Mastodon since 4.3) and on GoToSocial a picture can be attached only once; of any other software
neither is assumed. Where an upload cannot be asked for, it counts as what the answer to it said, and is made anew before a post that would go
out without it. A reply that its server publishes outside its thread is deleted at once. What was looked for in vain is missed only if it might
be sent again; otherwise it is uncertain as soon as its limit has passed.

**Both.** One process publishes on a channel at a time; a second one says who does. Every slot that was due since the channel's first start
ends as published, missed, failed or uncertain in the ledger. It is missed only if within its limit something stood in the way all the time,
with not one calm minute: no process, a disk that could not be written, a server that was away or failed, the rest after such a failure (five
minutes at most, a quarter of an hour after a refused login, or as long as the server said), another process's lease, a clock more than five
minutes wrong, a silence, or the distance that late posts keep. By itself the bot sends nothing in a silence or, but for the rest of a thread,
past a limit.
On an account a publication stands after one that was due later only if that one was begun at its own minute, or if its own last attempt had
failed; at the end of a silence also if it kept its distance from a third (Bluesky sorts by the due instants anyway).

## What no client can know

These end as uncertain, and nothing else does:

- a post without pictures on a server that ignores keys (the column "no keys", which is GoToSocial; elsewhere than on Mastodon, Hollo and GoToSocial, as in the column "snac", a post with pictures, too), when its request was lost, answered by something else than the server or cut off by a kill before its answer;
- a post without pictures whose key is older than 55 minutes, when it could not be looked for until then;
- a post with pictures that its server has forgotten since they were sent;
- whatever was in doubt and could not be looked for in a hundred attempts.

## Windows that remain

- **Between check and send.** A process that is paused after its last look at the lease, for longer than the lease lasts, sends when it wakes. On Bluesky nothing happens twice; on Mastodon the key or the pictures keep the post single; a post on which neither holds may appear twice.
- **Overdue requests.** A server that acts on a request minutes after it was sent: keys and pictures keep the post single, and on a server that ignores keys a post without pictures is looked for during ten minutes and never sent again.
- **A server that works on one request for longer than a minute and a half.** Mastodon ends it by then. Should Mastodon before 4.6, Hollo or GoToSocial, which take no lock on a key or a picture, check the one and publish after that, the post may appear twice.
- **A person's hand.** A post that a person deletes before the bot has seen it is not known from one that never was; on Bluesky a key that holds another record is left alone and reported as a conflict.
- **A lost or restored ledger.** It is noticed, and nothing is sent before \`ledger rebuild\` has found what stands on the network; but not if the whole data folder was restored with it, nor if all that the copy lacks is an attempt whose outcome was still open: run \`ledger rebuild\` after every restore. With changed texts Bluesky's keys still keep a slot single, and Mastodon's posts may not be recognised.
- **Servers restored from a backup, or that answer reads from an old copy.** What they no longer show counts as not there.`;
