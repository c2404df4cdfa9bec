/** Writes the JSON Schemas of the campaign files for editors, where their files point to: `npm run schema`. */

import { writeFile } from 'node:fs/promises';
import { jsonSchemas } from './campaign.ts';

for (const [name, schema] of jsonSchemas()) {
  const file = new URL(`../../${name}.schema.json`, import.meta.url);
  await writeFile(file, `${JSON.stringify(schema, null, 2)}\n`);
}
