/** The truth table of the guarantee as a page, made by asking the functions that the bot itself asks. */

import {
  type AfterLook,
  afterLook,
  afterOrphanLook,
  afterSend,
  type Sought,
} from '../../bot/publish/decide/after-look.ts';
import { afterRebuildLook, askedByHand } from '../../bot/publish/decide/by-hand.ts';
import { survey, type Verdict } from '../../bot/publish/decide/decide.ts';
import { afterStop, stopOn } from '../../bot/publish/decide/permission.ts';
import { givenUp } from '../../bot/publish/decide/retry.ts';
import {
  begun,
  dueAfter,
  failed,
  failures,
  holds,
  intended,
  kinds,
  knowledge,
  lapsed,
  looks,
  missed,
  obstacles,
  published,
  receipts,
  records,
  silences,
  situation,
  slot,
  times,
} from './samples.ts';

const intro = `# What the bot does, and when

Written by \`npm run guarantee\` from the functions in \`bot/publish/decide/\` that the bot itself asks; a test holds this page to them. Nothing
else decides: what carries a decision out looks, sends and writes down. What the words promise, and what was tried to break them, is in
[fault-matrix.md](fault-matrix.md).

The slot of these tables goes out as written within 15 minutes of its due instant, with its late texts within 60, and not by itself after that.
`;

/** The whole page. */
export function guaranteePage(): string {
  return `${[intro, ...beforeLook(), ...afterLooks(), ...sends(), ...byHand()].join('\n').trimEnd()}\n`;
}

type Rows = readonly (readonly [string, readonly string[]])[];

function table(corner: string, heads: readonly string[], rows: Rows): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line([corner, ...heads]),
    line([corner, ...heads].map(() => '---')),
    ...rows.map(([head, cells]) => line([head, ...cells])),
    '',
  ].join('\n');
}

function grid<A, B>(
  corner: string,
  down: Readonly<Record<string, A>>,
  across: Readonly<Record<string, B>>,
  cell: (a: A, b: B) => string,
): string {
  return table(
    corner,
    Object.keys(across),
    Object.entries(down).map(([name, a]) => [name, Object.values(across).map((b) => cell(a, b))]),
  );
}

function beforeLook(): readonly string[] {
  const gone = {
    'intended, and no attempt has ended': intended(),
    'tried a hundred times': intended({ attempts: 100 }),
  };
  return [
    '## Before a look (`decide`)\n',
    'Rows: what the ledger holds. What is tried again waits for the pause after its last failure, or for the instant that the server named.\n',
    ...Object.entries(obstacles).flatMap(([name, obstacle]) => [
      `### With ${name}\n`,
      grid('the ledger holds', records, times, (record, minutes) => {
        const now = dueAfter(minutes);
        const asked = situation(now, obstacle, record(now));
        const verdict = survey(asked).find(
          (each) => ('slot' in each ? each.slot.id : each.publication.slot) === slot.id,
        );
        return verdict === undefined ? '–' : verdictWords(verdict);
      }),
    ]),
    '### When its entry has left the campaign\n',
    table(
      'the ledger holds',
      ['it'],
      Object.entries(gone).map(([name, publication]) => {
        const [verdict] = survey({
          ...situation(dueAfter(5), () => ({ silences: [], publications: [] }), publication),
          slots: [],
        });
        return [name, [verdict === undefined ? '–' : verdictWords(verdict)]];
      }),
    ),
    '### When the channel first ran after it was due\n',
    table('the ledger holds', ['it'], [['nothing', [verdictWords(ofFirstRun())]]]),
  ];
}

function ofFirstRun(): Verdict {
  const asked = situation(dueAfter(5), () => ({ silences: [], publications: [] }), undefined);
  const [verdict] = survey({ ...asked, startedAt: dueAfter(1) });
  if (verdict === undefined) throw new Error('a slot has a verdict');
  return verdict;
}

function verdictWords(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'publish':
      return `**intend and send**${verdict.wording === 'late' ? ', late texts' : ''}`;
    case 'settle':
      return verdict.hold === null ? '**look**' : `**look**; if absent, wait (${verdict.hold.why})`;
    case 'orphan':
      return '**look**, and send nothing';
    case 'abandon':
      return `**give up** as ${givenUp(verdict.publication).kind}`;
    case 'miss':
      return '**record as missed**';
    case 'upcoming':
      return 'not yet';
    case 'before-start':
      return 'never';
    case 'settled':
      return 'never again';
    case 'held':
      return `wait (${verdict.hold.why})`;
    case 'waiting':
      return 'wait (pause)';
  }
}

function afterLooks(): readonly string[] {
  const within = {
    'within its limit': dueAfter(30),
    'past its limit': dueAfter(61),
    'more than five minutes past it': dueAfter(times['more than five minutes past it']),
  };
  const plain: Omit<Sought, 'hold' | 'now' | 'patience'> = {
    slot,
    ...knowledge['each attempt is known to have sent nothing'],
  };
  const cases: Readonly<Record<string, Sought>> = {
    ...Object.fromEntries(
      Object.entries(holds).map(([name, hold]) => [
        `within its limit, ${name}`,
        { ...plain, patience: 'within its limit', hold, now: dueAfter(30) },
      ]),
    ),
    'past its limit': { ...plain, patience: 'within its limit', hold: null, now: within['past its limit'] },
    'more than five minutes past it': {
      ...plain,
      patience: 'within its limit',
      hold: null,
      now: within['more than five minutes past it'],
    },
    'past its limit, a silence holds it': {
      ...plain,
      patience: 'within its limit',
      hold: holds['a silence holds it'] ?? null,
      now: within['past its limit'],
    },
    'a person asks, however late': {
      ...plain,
      patience: 'however late',
      hold: null,
      now: within['more than five minutes past it'],
    },
  };
  const failing = Object.fromEntries(
    kinds.flatMap((kind) =>
      Object.entries(knowledge).map(([name, known]) => [`${kind}; ${name}`, { kind, known }] as const),
    ),
  );
  return [
    '## After a look (`afterLook`)\n',
    'Where each attempt before is known to have sent nothing:\n',
    grid('the look finds', looks, cases, (found, sought) => words(afterLook(found, sought))),
    'Where the look itself failed, by what is known of the attempts before it:\n',
    grid('no answer', failing, within, ({ kind, known }, now) =>
      words(
        afterLook(
          { kind: 'failure', failure: failures[kind] },
          { slot, ...known, patience: 'within its limit', hold: null, now },
        ),
      ),
    ),
    '### When its entry has left the campaign\n',
    table(
      'the look finds',
      ['then'],
      Object.entries(looks).map(([name, found]) => [name, [words(afterOrphanLook(found))]]),
    ),
  ];
}

function words(next: AfterLook): string {
  switch (next.kind) {
    case 'published':
      return `record ${next.receipts.length} receipts`;
    case 'give up':
      return `give up as ${next.failure.kind}`;
    case 'postpone':
      return `try later (${next.setback.kind})`;
    case 'hold back':
      return `hold back (${next.hold.why})`;
    case 'send':
      return `**send** ${next.patience}`;
    case 'miss':
      return next.lapsed === lapsed ? 'record as missed, and that an attempt has lapsed' : 'record as missed';
  }
}

function sends(): readonly string[] {
  const patiences = {
    'the bot, nothing public yet': { patience: 'within its limit', isBegun: false },
    'the bot, its first post public': { patience: 'within its limit', isBegun: true },
    'the bot, a thread that a look found half there': { patience: 'until it is whole', isBegun: false },
    'a person': { patience: 'however late', isBegun: false },
  } as const;
  const moments = Object.fromEntries(
    Object.entries(silences).flatMap(([name, spans]) =>
      (['not due yet', 'late, within its grace', 'past its limit'] as const).map(
        (time) => [`${time}, ${name}`, { spans, now: dueAfter(times[time]) }] as const,
      ),
    ),
  );
  const stops = {
    'a silence': { kind: 'a silence', hold: { why: 'silence', until: dueAfter(90) } },
    'past its limit': { kind: 'past its limit' },
    'not due': { kind: 'not due' },
  } as const;
  const ends = {
    ...Object.fromEntries(kinds.map((kind) => [kind, { kind: 'failure', failure: failures[kind] } as const])),
    sent: { kind: 'sent', receipts } as const,
  };
  return [
    '## Right before each request that writes (`stopOn`)\n',
    'After the lease was renewed; a process that has lost it sends nothing more.\n',
    grid(
      'when',
      moments,
      patiences,
      ({ spans, now }, asking) => stopOn({ slot, ...asking, silences: spans, now })?.kind ?? '**go**',
    ),
    'What follows where it is stopped:\n',
    grid(
      'stopped by',
      stops,
      { 'before any request': false, 'after a request was permitted': true },
      (stop, mayBeOut) => words(afterStop(stop, mayBeOut)),
    ),
    '## After a send (`afterSend`)\n',
    table(
      'the answer',
      ['then'],
      Object.entries(ends).map(([name, result]) => [name, [words(afterSend(result))]]),
    ),
  ];
}

function byHand(): readonly string[] {
  const known = {
    nothing: undefined,
    intended: intended(),
    'intended, its first post public': intended({ trail: begun }),
    published,
    missed,
    'given up: refused, before it was intended': failed(failures.refused, false),
    ...Object.fromEntries(kinds.map((kind) => [`given up: ${kind}`, failed(failures[kind])])),
  };
  const looked = {
    nothing: undefined,
    intended: intended(),
    'intended, its first post public': intended({ trail: begun }),
    missed,
  };
  return [
    '## Because a person asks (`publish`)\n',
    grid(
      'the ledger holds',
      known,
      { 'not due yet': -1, 'within its limit': 10, 'past its limit': 61 },
      (publication, minutes) => {
        const asked = askedByHand(slot, publication, dueAfter(minutes));
        if (asked.kind === 'refuse') return `refuse: ${asked.why}`;
        if (asked.kind === 'look') return 'look, then as above';
        const how = asked.looksFirst ? 'look, then as above' : '**send**';
        return `${asked.kind}${asked.wording === 'late' ? ' with its late texts' : ''}, ${how}`;
      },
    ),
    '## After the look of `ledger rebuild`\n',
    'What is recorded as published or given up is not looked for. Nothing is sent.\n',
    grid('the look finds', looks, looked, (found, publication) => {
      const rebuilt = afterRebuildLook(publication, found);
      return rebuilt.kind;
    }),
  ];
}
