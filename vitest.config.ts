import { defineConfig } from 'vitest/config';

/** What draws cards or takes photographs in. */
const pictures = ['tests/media/**', 'tests/preview/sheet.*', 'tests/publish/pictures.*', 'tests/cli/{photo,profile}.*'];

/** What starts the program or a server. */
const journeys = [
  'tests/{journeys,ledger,support}/**',
  'tests/networks/{bluesky,connections,http,mastodon,outbox,server-clock}*',
  'tests/publish/{leases,recovery,resolve}.*',
  'tests/cli/{commands,explain,ledger-trouble,resolve,tick}.*',
  'tests/host/{alarm-command,kept-files,presence,token-advice}.*',
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
      project('unit', ['tests/**/*.test.ts'], [...pictures, ...journeys, ...laboratory], [temporaryFiles]),
      project('pictures', tests(pictures), [], [temporaryFiles]),
      project('journeys', tests(journeys), [], [temporaryFiles, servers]),
      project('laboratory', tests(laboratory), [], [temporaryFiles, servers]),
    ],
  },
});
