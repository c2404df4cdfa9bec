/** Which events of its fact base a campaign tells, in lines for a person and as JSON for machines. */

import type { Coverage } from '../../../schedule/check/events/coverage.ts';
import type { Campaign } from '../../../schedule/model/campaign.ts';
import type { FactEvent } from '../../../schedule/model/facts.ts';
import { styled } from './output.ts';

export type Covered = { readonly campaign: Campaign; readonly coverage: Coverage | null };

export function coverageReport({ campaign, coverage }: Covered): string {
  if (coverage === null) return `${campaign.id} has no fact base, so no one can say which events it leaves untold.`;
  const { told, leftOut, notTold, undated, later } = coverage;
  const lists = [
    list(
      'Told',
      'green',
      told.map(({ event, entry }) => `${dated(event)}  in ${entry}`),
    ),
    list(`Not told, after the last day (${campaign.lastDay})`, 'dim', later.map(dated)),
    list('Not told, the sources give no day', 'dim', undated.map(dated)),
    list(
      'Left out by a rule',
      'yellow',
      leftOut.map(({ event, why }) => `${dated(event)}  ${why.rules.join(' ')}: ${why.reason}`),
    ),
    list('Not told, and should be', 'red', notTold.map(dated)),
  ];
  const total = told.length + leftOut.length + notTold.length + undated.length + later.length;
  const summary = `${campaign.id}: ${told.length} of ${total} events told, ${leftOut.length} left out by a rule, ${notTold.length} not told, ${undated.length} without a day, ${later.length} later`;
  return [...lists.filter((lines) => lines !== ''), styled('bold', summary)].join('\n\n');
}

/** The ids of every list, for `told` with the entry that tells it and for `leftOut` with the rules. */
export function coverageJson({ campaign, coverage }: Covered): object {
  if (coverage === null) return { campaign: campaign.id, facts: false };
  const ids = (events: readonly FactEvent[]) => events.map(({ id, date }) => ({ event: id, date }));
  return {
    campaign: campaign.id,
    facts: true,
    told: coverage.told.map(({ event, entry }) => ({ event: event.id, date: event.date, entry })),
    leftOut: coverage.leftOut.map(({ event, why }) => ({
      event: event.id,
      date: event.date,
      rules: why.rules,
      reason: why.reason,
    })),
    notTold: ids(coverage.notTold),
    undated: ids(coverage.undated),
    later: ids(coverage.later),
  };
}

function list(title: string, style: 'red' | 'yellow' | 'dim' | 'green', lines: readonly string[]): string {
  return lines.length === 0 ? '' : [styled(style, title), ...lines.map((line) => `  ${line}`)].join('\n');
}

function dated({ id, date, dateEnd }: FactEvent): string {
  return `${dateEnd === null ? date : `${date} to ${dateEnd}`}  ${id}`;
}
