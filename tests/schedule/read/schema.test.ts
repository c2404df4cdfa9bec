import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { jsonSchemas } from '../../../schedule/read/schema/campaign.ts';

it.each([...jsonSchemas()])('the committed %s.schema.json is what the schema generates', async (name, schema) => {
  const committed = await readFile(new URL(`../../../schedule/${name}.schema.json`, import.meta.url), 'utf8');
  expect(JSON.parse(committed), 'run `npm run schema`').toEqual(JSON.parse(JSON.stringify(schema)));
});
