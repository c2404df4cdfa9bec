/** The command line: which commands there are, what they take, and how errors end. */

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import packed from '../../package.json' with { type: 'json' };
import { type Instant, instantFromIso } from '../../schedule/time/instant.ts';
import { firstSeason, lastSeason } from '../../schedule/time/seasons.ts';
import { StopError, type StopReason, UnfitCampaigns } from '../host/stop.ts';
import { StorageError } from '../storage-error.ts';
import { campaignCommand, examples } from './command.ts';
import { CommandError, causesOf, type ExitCode, exitCodes } from './exit-codes.ts';
import { photoCommands } from './photographs/photo-commands.ts';
import { remark, shown, styled, watchOutput } from './words/output.ts';
import { problemReport } from './words/problems.ts';

/** Runs one command line, given as `process.argv`. Sets the exit code; throws nothing. */
export async function main(argv: readonly string[]): Promise<void> {
  watchOutput(({ message }) => {
    const text = `standard output cannot be written: ${message}`;
    process.exit(ending(new CommandError(exitCodes.cannotCreate, text)));
  });
  try {
    await program().parseAsync([...argv]);
  } catch (error) {
    process.exitCode = ending(error);
  }
}

function ending(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  const codes = causesOf([error]).map(tell);
  return codes.find((code) => code === exitCodes.software) ?? codes[0] ?? exitCodes.software;
}

/** Says what one error is, and gives its exit code. */
function tell(error: unknown): ExitCode {
  const known = forPerson(error);
  if (known !== null) {
    remark(`${styled('red', 'emleknap:', process.stderr)} ${known.message}`);
    return known.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  remark(`${styled('red', 'emleknap: an error of the program itself', process.stderr)}\n${text}`);
  return exitCodes.software;
}

const stopCodes = {
  settings: exitCodes.config,
  storage: exitCodes.cannotCreate,
  unpublished: exitCodes.notPublished,
} as const satisfies Record<StopReason, ExitCode>;

/** What is written for a person already; null for an error of the program. */
function forPerson(error: unknown): { readonly message: string; readonly exitCode: ExitCode } | null {
  if (error instanceof CommandError) return error;
  if (error instanceof StopError) return { message: error.message, exitCode: stopCodes[error.reason] };
  if (error instanceof UnfitCampaigns) return { message: problemReport(error.problems), exitCode: exitCodes.data };
  if (!(error instanceof StorageError)) return null;
  return { message: error.message, exitCode: exitCodes.cannotCreate };
}

function program(): Command {
  const root = new Command('emleknap')
    .description('Publishes the days of a commemoration, hour by hour, to Bluesky and Mastodon.')
    .version(packed.version)
    .configureOutput({
      writeOut: (text) => process.stdout.write(shown(text, process.stdout)),
      writeErr: (text) => process.stderr.write(shown(text, process.stderr)),
    })
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .addHelpText('after', rootHelp);

  campaignCommand(root, 'plan')
    .description('List every slot of a season: what is due when, on which channel.')
    .option('--year <year>', 'year of the season; without it the next one', yearArgument)
    .option('--channel <id>', 'only this channel')
    .addHelpText('after', examples('plan --year 2027', 'plan --year 2027 --channel bluesky-en --json'))
    .action(async (options) => (await import('./look/plan.ts')).plan(options));

  campaignCommand(root, 'preview')
    .description(
      'Show what readers will see: texts, counters, warnings, pictures with alt text. A dry run: opens no socket.',
    )
    .option('--year <year>', 'year of the season; without it the next one', yearArgument)
    .option('--day <MM-DD>', 'only this day', dayArgument)
    .option('--channel <id>', 'only this channel')
    .option('--out <folder>', 'where the pictures are written', 'out/preview')
    .option('--late', 'the late texts: what goes out once the grace is over, of the entries that have one')
    .option('--no-images', 'draw no pictures')
    .addOption(
      new Option('--sheet', 'write one page with all cards and their alt texts instead, for editors').conflicts([
        'landscape',
        'images',
      ]),
    )
    .option('--landscape', 'also write every card as a landscape of 1200×630, for the previews of links')
    .addHelpText(
      'after',
      examples(
        'preview --year 2027 --day 10-23 --channel bluesky-hu',
        'preview --no-images --json',
        'preview --sheet --day 11-04',
      ),
    )
    .action(async (options) => (await import('./look/preview.ts')).preview(options));

  campaignCommand(root, 'check')
    .description(
      'Check the campaign files: everything that is wrong, with file, line and what to do. Exit code 65 if anything is.',
    )
    .option('--coverage', 'list which events of the fact base are told, left out by a rule, or not told')
    .addHelpText('after', examples('check', 'check --coverage', 'check --campaigns ../our-campaigns --json'))
    .action(async (options) => (await import('./look/check.ts')).check(options));

  campaignCommand(root, 'sources')
    .description(
      'Write the page on which followers can check every post, as Markdown: events, documents, disagreements.',
    )
    .option('--language <code>', 'hu or en', 'en')
    .option('--year <year>', 'year of the season; without it the next one', yearArgument)
    .addHelpText('after', examples('sources > sources.md', 'sources --language hu > forrasok.md'))
    .action(async (options) => (await import('./look/sources.ts')).sources(options));

  campaignCommand(root, 'profile')
    .description(
      'Show what the account says of itself, with counters, and draw its avatar and banner. Opens no socket.',
    )
    .option('--out <folder>', 'where avatar.jpg and banner.jpg are written', 'out/profile')
    .addHelpText('after', examples('profile', 'profile --out /tmp/profile --json'))
    .action(async (options) => (await import('./look/profile.ts')).profile(options));

  campaignCommand(root, 'tick')
    .description(
      'Publish what is due, once, and exit. For a cron job of the system; repeated or late runs do no harm. Exit code 75 if something was missed or could not be published, or another process publishes on a channel.',
    )
    .addOption(nowOption())
    .option(
      '--explain',
      'only say what it would do with each slot near now, and why; publishes nothing, asks no server',
    )
    .addHelpText('after', examples('tick', 'tick --now 2027-10-23T13:00Z', 'tick --explain'))
    .action(async (options) => (await import('./publish/tick.ts')).tick(options));

  campaignCommand(root, 'run')
    .description('Run the bot: publish every slot at its minute, until SIGTERM or Ctrl+C.')
    .addOption(nowOption())
    .addHelpText('after', examples('run', 'run --json'))
    .action(async (options) => (await import('./publish/run.ts')).run(options));

  campaignCommand(root, 'status')
    .description('Show what was published, missed or failed on every channel, and what is next.')
    .addHelpText('after', examples('status', 'status --json'))
    .action(async (options) => (await import('./care/status.ts')).status(options));

  campaignCommand(root, 'rehearse')
    .description('Play a whole season through the real machinery with a virtual clock, into an outbox you can look at.')
    .option('--year <year>', 'year of the season; without it the next one', yearArgument)
    .option('--out <folder>', 'where the rehearsal is kept; without it out/rehearsal-<year>')
    .addHelpText('after', examples('rehearse', 'rehearse --year 2031 --out /tmp/rehearsal --json'))
    .action(async (options) => (await import('./look/rehearse.ts')).rehearse(options));

  campaignCommand(root, 'publish', '<slot>')
    .description('Publish one slot now, although it was missed, held or has failed; looked for first, never twice.')
    .option('--channel <id>', 'only on this channel')
    .addOption(nowOption())
    .addHelpText('after', examples('publish hungary-1956/radio-silent@2027-11-04T08:07 --channel bluesky-hu'))
    .action(async (slot, options) => (await import('./publish/publish.ts')).publish(slot, options));

  root
    .command('resolve <slot>')
    .description(
      'Settle a publication of which nobody knows whether it is public, with what you saw on the account; an address is looked up there first. Sends nothing; `status` says what to look for.',
    )
    .requiredOption('--channel <id>', 'the channel it belongs to')
    .option('--published <url>', 'it is there: the address of the post that `status` names', addressArgument)
    .option('--not-published', 'it is not there; `publish` may send it then')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      examples(
        'resolve hungary-1956/radio-silent@2027-11-04T08:07 --channel mastodon-hu --not-published',
        'resolve hungary-1956/radio-silent@2027-11-04T08:07 --channel mastodon-hu --published https://mastodon.example/@name/116',
      ),
    )
    .action(async (slot, options) => (await import('./care/resolve.ts')).resolve(slot, options));

  root
    .command('smoke <channel>')
    .description('Publish one post to the account of a channel, read it back and delete it. Asks first.')
    .option('--yes', 'do not ask')
    .option('--json', 'for machines')
    .addHelpText('after', examples('smoke bluesky-hu'))
    .action(async (channel, options) => (await import('./care/smoke.ts')).smoke(channel, options));

  const ledger = root.command('ledger').description('Look after the ledger.');
  campaignCommand(ledger, 'rebuild')
    .description(
      'After a lost ledger: read back what stands on the accounts, and adopt what is ours. Publishes nothing.',
    )
    .option('--channel <id>', 'only this channel')
    .addOption(nowOption())
    .addHelpText('after', examples('ledger rebuild --channel bluesky-hu'))
    .action(async (options) => (await import('./care/ledger-rebuild.ts')).ledgerRebuild(options));

  const photo = photoCommands(root);

  for (const command of [...root.commands, ...photo.commands, ...ledger.commands]) command.exitOverride();
  return root;
}

function nowOption(): Option {
  const words = 'act as if it were this instant; only while every channel is the outbox or a server on this machine';
  return new Option('--now <instant>', words).argParser(instantArgument);
}

const rootHelp = `
Examples:
  npm run rehearse                                          see a whole season, without any account
  npm run -s bot -- preview --day 10-23 --channel bluesky-en
  npm run -s bot -- check
  npm run -s bot -- run

Exit codes: 0 all well · 64 wrong command line · 65 problems in campaign files · 70 error of the program ·
73 a file or folder cannot be written, or the ledger cannot be used · 75 something was missed or could not be
published, another process publishes on a channel, or two channels are one account in one language ·
78 wrong setting or too old a Node.js
`;

/** The AT URI of a post on Bluesky, which is no URL by the rules of the web, is taken as its page. */
function addressArgument(text: string): URL {
  const page = text
    .trim()
    .replace(/^at:\/\/([^/]+)\/app\.bsky\.feed\.post\/([^/]+)$/, 'https://bsky.app/profile/$1/post/$2');
  if (URL.canParse(page)) return new URL(page);
  throw new InvalidArgumentError(
    'It has to be the whole address of the post, like https://mastodon.example/@name/116, https://bsky.app/profile/name/post/3k or at://did:plc:…/app.bsky.feed.post/3k.',
  );
}

function yearArgument(value: string): number {
  const year = Number(value);
  if (!/^\d{4}$/.test(value) || year < firstSeason || year > lastSeason)
    throw new InvalidArgumentError(`It has to be a year from ${firstSeason} to ${lastSeason}.`);
  return year;
}

function dayArgument(value: string): string {
  if (!/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(value))
    throw new InvalidArgumentError('It has to be a day like 10-23.');
  return value;
}

function instantArgument(value: string): Instant {
  try {
    const instant = instantFromIso(value);
    if (instant < Date.UTC(firstSeason, 0) || instant >= Date.UTC(lastSeason + 1, 0))
      throw new RangeError(`${value} is too far away`);
    return instant;
  } catch {
    throw new InvalidArgumentError(
      `It has to be an instant with a zone from ${firstSeason} to ${lastSeason}, like 2027-10-23T13:00Z.`,
    );
  }
}
