/** `cards`: how many cards a second, and how much CPU each, in one run over one photograph. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import sharp from 'sharp';
import type { PhotoRecord } from '../media/card.ts';
import { floor, satoriResvg, sharpText } from './cards/others.ts';
import { ours, recordsOf } from './cards/ours.ts';
import { makePhotograph, photographSize } from './cards/photograph.ts';
import { wordsOf } from './cards/words.ts';
import { type Measured, measure, type Spread, spreadOf } from './rounds.ts';

type Options = { readonly seconds: number; readonly json?: true; readonly out?: string };

const size = { width: 1200, height: 1500 } as const;
const inFlight = 2;
const perTurn = 4;

export async function benchCards(options: Options): Promise<void> {
  sharp.cache(false);
  const photograph = await makePhotograph();
  const folder = mkdtempSync(join(tmpdir(), 'bench-cards-'));
  try {
    const file = join(folder, 'photograph.jpg');
    writeFileSync(file, photograph);
    await run(photograph, recordsOf(file, photograph), options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(
  photograph: Uint8Array,
  records: readonly PhotoRecord[],
  { seconds, json, out }: Options,
): Promise<void> {
  const words = records.map(wordsOf);
  const contenders = [
    floor(photograph, size),
    ours(records),
    sharpText(photograph, size, words),
    satoriResvg(photograph, size, words),
  ];
  if (out !== undefined) {
    mkdirSync(out, { recursive: true });
    for (const { name, run } of contenders)
      writeFileSync(join(out, `${name.replaceAll(/\W+/g, '-')}.jpg`), await run());
  }
  const onRound = (done: number) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${done} rounds`);
  };
  const measured = await measure(contenders, { seconds, inFlight, perTurn, onRound });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  const rows = measured.map((each) => row(each, measured));
  if (json) process.stdout.write(`${JSON.stringify({ machine: machine(), rows }, null, 2)}\n`);
  else process.stdout.write(report(rows));
}

type Row = {
  readonly name: string;
  readonly bytes: number;
  readonly turns: number;
  readonly cardsPerSecond: Spread;
  /** Milliseconds, of all threads. */
  readonly cpuPerCard: Spread;
  /** Both as multiples, each turn against the other's turn of the same round. */
  readonly cpuToFloor: Spread;
  readonly speedToSatori: Spread;
};

function row(own: Measured, all: readonly Measured[]): Row {
  const [bare, satori] = [all[0] ?? own, all.at(-1) ?? own];
  const against = (other: Measured, of: 'cpu' | 'perSecond') =>
    spreadOf(own.turns.map((turn, round) => turn[of] / (other.turns[round]?.[of] ?? Number.NaN)));
  return {
    name: own.name,
    bytes: own.bytes,
    turns: own.turns.length,
    cardsPerSecond: spreadOf(own.turns.map(({ perSecond }) => perSecond)),
    cpuPerCard: spreadOf(own.turns.map(({ cpu }) => cpu)),
    cpuToFloor: against(bare, 'cpu'),
    speedToSatori: against(satori, 'perSecond'),
  };
}

function machine() {
  const { width, height } = photographSize;
  return {
    photograph: `${width}×${height}`,
    card: `${size.width}×${size.height}`,
    inFlight,
    concurrencyOfSharp: sharp.concurrency(),
    cores: availableParallelism(),
    node: process.version,
    sharp: sharp.versions.sharp,
    libvips: sharp.versions.vips,
  };
}

function report(rows: readonly Row[]): string {
  const { photograph, card, cores, node, concurrencyOfSharp, sharp: version, libvips } = machine();
  const heads = ['', 'cards/s', 'CPU ms', 'CPU to floor', 'speed to satori', 'kB'];
  const lines = rows.map((each) => [
    each.name,
    shown(each.cardsPerSecond, 1),
    shown(each.cpuPerCard, 0),
    shown(each.cpuToFloor, 2),
    shown(each.speedToSatori, 2),
    String(Math.round(each.bytes / 1000)),
  ]);
  const widths = heads.map((_, at) => Math.max(...[heads, ...lines].map((line) => (line[at] ?? '').length)));
  const padded = (line: readonly string[]) =>
    line.map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))).join('   ');
  return [
    `${photograph} photograph to ${card} card, ${inFlight} in flight, ${rows[0]?.turns} turns of ${perTurn}; median (quartiles)`,
    `${cores} cores, Node ${node}, sharp ${version}, libvips ${libvips}, concurrency ${concurrencyOfSharp}`,
    '',
    styleText('bold', padded(heads)),
    ...lines.map(padded),
    '',
  ].join('\n');
}

function shown({ median, from, to }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${from.toFixed(digits)}–${to.toFixed(digits)})`;
}
