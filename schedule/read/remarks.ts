/** What is no Problem and still has to be said of a campaign, so that nobody takes silence for publication. */

import type { Campaign } from '../model/campaign.ts';

/** One sentence for each thing that is written in the campaign and will not be published as it stands. */
export function remarksOn({ id, epilogue, entries }: Campaign): readonly string[] {
  const kept = entries.filter((entry) => entry.epilogue).length;
  if (epilogue || kept === 0) return [];
  const written = kept === 1 ? 'The one entry in epilogue/ is' : `The ${kept} entries in epilogue/ are`;
  return [`${id}: ${written} not published; \`epilogue: true\` in campaign.yaml changes that.`];
}
