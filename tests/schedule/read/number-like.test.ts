import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { loadCampaigns } from '../../../schedule/read/load.ts';
import { layOut, liberty } from '../../support/broken.ts';

it.each(['0o17', '0x1f', '007', '1e5', '1956', '0b1'])(
  'an id written %s is that word, and in the calendar',
  async (id) => {
    const edits = [{ file: 'days/2000-11-05.yaml', replace: '- id: last-steps', with: `- id: ${id}` }];
    const campaigns = await layOut({ edits, files: {}, problems: [] }, liberty);
    try {
      const loaded = await loadCampaigns(campaigns);
      expect(loaded.ok ? loaded.value[0].entries.map((entry) => entry.id) : loaded.problems).toContain(id);
    } finally {
      await rm(campaigns, { recursive: true });
    }
  },
);
