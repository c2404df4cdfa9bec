/** A comparison of two runs, for a terminal. */

import { styleText } from 'node:util';
import type { Compared, Comparison, Verdict } from './compare.ts';
import { padding, shown } from './table.ts';

const colours = { worse: 'red', better: 'green', same: 'dim' } as const satisfies Record<Verdict, string>;

/** What changed stands first, the worst on top; what did not is counted. */
export function comparisonTable({ compared, gone, isAcrossMachines }: Comparison): string {
  const changed = compared.filter(({ verdict }) => verdict !== 'same').sort((a, b) => strengthOf(b) - strengthOf(a));
  const cells = changed.map((each) => [
    `${each.bench}: ${each.row}`,
    each.column.title,
    shown(each.before, each.column),
    shown(each.after, each.column),
    `× ${each.change.toFixed(2)}`,
    each.verdict,
  ]);
  const padded = padding([['', '', '', '', '', ''], ...cells]);
  const lines = changed.map(({ verdict }, index) =>
    styleText(colours[verdict], padded(cells[index] ?? []), { stream: process.stdout }),
  );
  const counted = (verdict: Verdict) => compared.filter((each) => each.verdict === verdict).length;
  return [
    ...lines,
    ...gone.map((name) => `not measured any more: ${name}`),
    ...(isAcrossMachines ? ['Another machine than then: only ratios and counts are compared.'] : []),
    `${counted('worse')} worse, ${counted('better')} better, ${counted('same')} as before.`,
    '',
  ].join('\n');
}

/** Above 0 for what became worse. */
function strengthOf({ change, verdict }: Compared): number {
  const size = Math.abs(Math.log(change));
  return verdict === 'worse' ? size : -1 / size;
}
