/** The findings as a page for maintainers: what is promised, which windows remain, what was tried and what happened. */

import type { Cells, Counts, Findings, Mixes } from './findings.ts';
import { guarantees } from './judge/guarantees.ts';
import { calmMillis } from './judge/liveness.ts';

export function reportOf({ seed, simulated, servers, breaches }: Findings): string {
  const broken = [...breaches, ...simulated.mixes.breaches];
  return [
    '# What can go wrong, and what then happens',
    'Written by `npm run faults`; do not edit. `npm run faults -- --replay SEED` tells one simulated run step by step, `--replay NAME` makes one trial on real servers again.',
    guarantees,
    '## What was tried',
    summaryOf(simulated.mixes, simulated.cells, servers, broken.length),
    ...broken.map(({ replay, troubles }) => `- **Broken** (${replay}): ${troubles.join('; ')}`),
    '### Simulated mixtures',
    `Seasons of 30 publications, less what was due before any process had lived long enough to start its channel, from seed ${seed} on: requests that meet any of the faults below, outages, kills at any boundary, up to three processes on one ledger, pauses, clocks that are set wrong, servers that die between a status and its key or forget uploads.`,
    tableOf('channel', simulated.mixes.endings),
    missedIn(simulated.mixes),
    `Order: ${orderIn(simulated.mixes.excused)}. Everything else that stands after what was due later counts as a broken promise.`,
    'Uncertain: reported to a person, and not sent again.',
    '### Seasons of the real campaign',
    'Thirteen days, two accounts on Bluesky and two on Mastodon, something wrong every one to six minutes: an outage, a fault of the next request, a kill at once or at a boundary, a pause, a server that dies.',
    ...simulated.rehearsals.map(
      ({ season, endings, excused, troubles, requestsMet }) =>
        `- ${season}: ${listOf(endings)}, ${orderIn(excused)}; ${sum(troubles)} troubles made, ${requestsMet} requests met one.`,
    ),
    '### Simulated matrix',
    'Each fault at each request, once and twice in a row; a kill at each boundary, for one second and for two minutes. While its clock is more than five minutes wrong (here until two hours after the slot) the bot publishes nothing, and what would pass its limit meanwhile is recorded as missed.',
    matrixOf(simulated.cells),
    '### Real processes on real servers',
    'The program itself, killed with SIGKILL or stopped with SIGSTOP at a boundary, with a clock that is wrong, beside another process, or disturbed by a proxy, against the Bluesky reference server and the strict Mastodon server of the tests in every mode ("snac": it ignores keys, has no way to ask for an upload, attaches one as often as it is asked to, makes every language English, and shows posts at addresses that do not end in their ids): every fault at the first request, look, upload and write and at the last write of a thread; a kill at every step of a request, before and after every commit and every file put in place. A post without pictures on a server that ignores keys, and on snac any post, is not paused: that is the window named above.',
    matrixOf(servers.cells),
    '### Faults met and boundaries killed at',
    `Simulated mixtures made ${met(simulated.mixes, /: (?!undisturbed)/)} requests meet a fault, and killed a process ${met(simulated.mixes, /^killed/)} times, at ${Object.keys(simulated.mixes.met).filter((name) => name.startsWith('killed')).length} boundaries.`,
    '',
  ].join('\n\n');
}

function missedIn({ missed }: Mixes): string {
  return `Missed: within its limit there were never ${calmMillis / 1_000} seconds on end with nothing in the way of the slot, and it is recorded as missed. What stood in the way, by what the laboratory did and not by what the bot says of it, and for longest: ${listOf(missed)}.`;
}

function orderIn(excused: Counts): string {
  if (sum(excused) === 0) return 'all in order';
  const reasons = Object.entries(excused)
    .sort(([, a], [, b]) => b - a)
    .map(([why, count]) => `${why} (${count})`);
  return `${sum(excused)} pairs of publications on an account of Mastodon stand the other way round, because ${reasons.join(', ')}`;
}

function summaryOf(mixes: Mixes, simulated: Cells, real: Findings['servers'], broken: number): string {
  return `${mixes.runs} simulated mixtures with ${mixes.publications} publications (at least ${mixes.fewest ?? 0} in each), ${triesIn(simulated)} simulated single faults, ${triesIn(real.cells)} publications by real processes on real servers (${real.made.trials} of ${real.made.of} trials): ${broken === 0 ? 'no promise was broken' : `${broken} broken promises`}.`;
}

function triesIn(cells: Cells): number {
  return Object.values(cells).reduce(
    (all, columns) => all + Object.values(columns).reduce((some, each) => some + sum(each), 0),
    0,
  );
}

function met({ met: counts }: Mixes, names: RegExp): number {
  return sum(Object.fromEntries(Object.entries(counts).filter(([name]) => names.test(name))));
}

function sum(counts: Counts): number {
  return Object.values(counts).reduce((all, each) => all + each, 0);
}

function listOf(counts: Counts): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

function tableOf(title: string, rows: Record<string, Counts>): string {
  const lines = Object.entries(rows).map(([name, counts]) => `| ${name} | ${listOf(counts)} |`);
  return [`| ${title} | ended |`, '| --- | --- |', ...lines].join('\n');
}

/** One line a fault: for each server what its kinds of publications came to together, and by name where they differ. */
function matrixOf(cells: Cells): string {
  const servers = [...new Set(Object.values(cells).flatMap((columns) => Object.keys(columns).map(serverOf)))];
  const cell = (columns: Record<string, Counts>, server: string): string => {
    const ours = Object.entries(columns).filter(([name]) => serverOf(name) === server);
    const total: Counts = {};
    for (const [, counts] of ours)
      for (const [ending, count] of Object.entries(counts)) total[ending] = (total[ending] ?? 0) + count;
    const odd = ours.filter(([, counts]) => Object.keys(counts).some((ending) => ending !== 'published'));
    const names = odd.map(([name]) => name.slice(server.length + 2)).join(', ');
    return `${listOf(total)}${odd.length > 0 && odd.length < ours.length ? ` (${names})` : ''}`;
  };
  const lines = Object.entries(cells).map(
    ([row, columns]) => `| ${row} | ${servers.map((server) => cell(columns, server)).join(' | ')} |`,
  );
  return [`| | ${servers.join(' | ')} |`, `| --- |${servers.map(() => ' --- |').join('')}`, ...lines].join('\n');
}

function serverOf(column: string): string {
  return column.split(':')[0] ?? column;
}
