/** Compiles campaigns: parses what has changed, puts everything together, and keeps what came of it. */

import { join } from 'node:path';
import type { Campaign } from '../../model/campaign.ts';
import type { NonEmpty } from '../../model/language.ts';
import { type Checked, problemsOf, refused, sound } from '../../model/problem.ts';
import { loadCampaigns } from '../load.ts';
import { loadFile } from '../load-file.ts';
import { loadPhotographs } from '../photographs.ts';
import { parsedFiles } from './parsed-files.ts';
import type { Folders, Store } from './store.ts';
import { storeCampaigns } from './stored-campaigns.ts';

type Result = {
  readonly campaigns: NonEmpty<Campaign>;
  /** Keeps the campaigns as those of the files with this digest. */
  readonly keepAs: (digest: string) => void;
};

/** All campaigns of a folder with the photographs of another, or every Problem in both. */
export async function compile(folders: Folders, store: Store | null): Promise<Checked<Result>> {
  const files = store === null ? null : parsedFiles(join(store.folder, 'files.bin'), store.program);
  const load = files?.load ?? loadFile;
  const photographs = await loadPhotographs(folders.photographs, load);
  const pictures = photographs.ok ? photographs.value : new Map();
  const campaigns = await loadCampaigns(folders.campaigns, pictures, undefined, load);
  files?.keep();
  if (!photographs.ok) return refused([...photographs.problems, ...problemsOf([campaigns])]);
  if (!campaigns.ok) return campaigns;
  return sound({
    campaigns: campaigns.value,
    keepAs: (digest) => {
      if (store === null || files === null) return;
      storeCampaigns(join(store.folder, 'campaigns.bin'), digest, campaigns.value, files.placings());
    },
  });
}
