import { defineConfig } from 'vitest/config';

/** What draws cards or takes photographs in. */
const pictures = [
  'tests/media/**',
  'tests/preview/sheet.*',
  'tests/publish/carry-out/pictures.*',
  'tests/cli/{photo,profile}.*',
];

/** What starts the program or a server. */
const journeys = [
  'tests/{journeys,ledger,support}/**',
  'tests/networks/{bluesky,mastodon}/*',
  'tests/networks/{bluesky/session,mastodon/connect}/**',
  'tests/networks/outbox/outbox.*',
  'tests/networks/wire/{connections,http,server-clock}.*',
  'tests/publish/carry-out/{leases,recovery}.*',
  'tests/publish/by-hand/**',
  'tests/cli/{commands,explain,ledger-trouble,resolve,tick}.*',
  'tests/host/token-advice.*',
  'tests/host/alarms/alarm-command.*',
  'tests/host/data/{kept-files,presence}.*',
];

/** What disturbs and kills the bot, in short and from fixed seeds; `npm run faults` is the whole of it. */
const laboratory = ['tests/faults/**'];

const temporaryFiles = 'tests/support/temporary-files.ts';
const servers = 'tests/support/servers-setup.ts';

/** A test ends in a fraction of this; four times slower a machine may be, and busy with other work besides. */
const patience = { testTimeout: 900_000, hookTimeout: 600_000, expect: { poll: { timeout: 600_000 } } };

const project = (name: string, include: string[], exclude: string[], globalSetup: string[]) => ({
  test: {
    name,
    include,
    exclude: ['**/node_modules/**', ...exclude],
    globalSetup,
    setupFiles: ['tests/support/fixed-seed.ts'],
    ...patience,
  },
});

const tests = (places: readonly string[]): string[] =>
  places.map((place) =>
    place.replace(/\/\*\*$|\.\*$|\*$/, (end) => ({ '/**': '/**/*.test.ts', '.*': '.test.ts' })[end] ?? '*.test.ts'),
  );

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('unit', ['tests/**/*.test.ts'], tests([...pictures, ...journeys, ...laboratory]), [temporaryFiles]),
      project('pictures', tests(pictures), [], [temporaryFiles]),
      project('journeys', tests(journeys), [], [temporaryFiles, servers]),
      project('laboratory', tests(laboratory), [], [temporaryFiles, servers]),
    ],
  },
});
