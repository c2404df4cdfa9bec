/** `npm run bench [-- NAME]`: measures the bot beside what people would use instead. */

import { Command, InvalidArgumentError, Option } from 'commander';
import { benches } from './benches.ts';
import { compareReports } from './measure/compare.ts';
import { comparisonTable } from './measure/comparison.ts';
import { type Report, readReport, thisMachine } from './measure/report.ts';
import type { Result } from './measure/result.ts';
import { machineLine, textTable } from './measure/table.ts';
import { writePage } from './page.ts';
import { runAll } from './run.ts';

type BenchOptions = { readonly json?: true; readonly seconds?: number; readonly out?: string };

const program = new Command('bench')
  .description(
    'Measures the bot beside what people would use instead. Without a name all benches run, one after the other.',
  )
  .addHelpText(
    'after',
    `
Examples:
  npm run bench                              all of them
  npm run bench -- cold --seconds 60
  npm run -s bench -- cards publish --json > before.json
  npm run bench -- compare before.json       run the same again; exit code 1 if something is worse
  npm run bench -- compare before.json after.json
  npm run bench -- page after.json           write the tables of docs/bench.md anew`,
  );

program
  .command('measure', { isDefault: true })
  .description('Run benches.')
  .argument('[names...]', `of ${benches.map(({ name }) => name).join(', ')}`)
  .option('--json', 'for machines')
  .addOption(secondsOption())
  .option('--out <folder>', 'cards: also write one picture of each way there, to compare by eye')
  .addHelpText('after', `\n${benches.map(({ name, description }) => `  ${name.padEnd(10)}${description}`).join('\n')}`)
  .action(measure);

program
  .command('compare')
  .description('Show what became slower or faster than in an earlier run. Exit code 1 if something did become worse.')
  .argument('<earlier>', 'what --json printed')
  .argument('[later]', 'the same of another run; without it, the same benches run now')
  .option('--json', 'for machines')
  .addOption(secondsOption())
  .addHelpText(
    'after',
    '\nExamples:\n  npm run bench -- compare before.json\n  npm run bench -- compare before.json after.json',
  )
  .action(compare);

program
  .command('page')
  .description('Write the tables of docs/bench.md anew, of the benches in these files.')
  .argument('<files...>', 'what --json printed; of a bench that is in several, the last counts')
  .addHelpText('after', '\nExamples:\n  npm run bench -- page bench.json')
  .action((files: readonly string[]) => writePage(files.map(readReport)));

await program.parseAsync();

async function measure(names: readonly string[], options: BenchOptions): Promise<void> {
  const chosen = names.length === 0 ? benches : named(names);
  if (!options.json) process.stdout.write(`${machineLine(thisMachine())}\n\n`);
  const told = (result: Result): void => {
    if (!options.json) process.stdout.write(`${textTable(result)}\n`);
  };
  const report = await runAll(chosen, options, told);
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
}

async function compare(earlier: string, later: string | undefined, options: BenchOptions): Promise<void> {
  const before = readReport(earlier);
  const after = later === undefined ? await again(before, options) : readReport(later);
  const comparison = compareReports(before, after);
  process.stdout.write(
    options.json ? `${JSON.stringify({ ...comparison, after }, null, 2)}\n` : comparisonTable(comparison),
  );
  if (comparison.compared.some(({ verdict }) => verdict === 'worse')) process.exitCode = 1;
}

/** The benches of a report, as long as they took then. */
async function again({ results }: Report, { seconds }: BenchOptions): Promise<Report> {
  const reports = [];
  for (const result of results)
    reports.push(await runAll(named([result.bench]), { seconds: seconds ?? result.seconds }));
  return { machine: thisMachine(), results: reports.flatMap((report) => report.results) };
}

function named(names: readonly string[]) {
  return names.map((name) => {
    const bench = benches.find((each) => each.name === name);
    if (bench !== undefined) return bench;
    return program.error(
      `error: there is no bench "${name}"; there are ${benches.map((each) => each.name).join(', ')}`,
      { exitCode: 64 },
    );
  });
}

function secondsOption(): Option {
  return new Option(
    '--seconds <n>',
    'about how long to measure each; without it as long as its figures need',
  ).argParser((value) => {
    const seconds = Number(value);
    if (seconds >= 0 && seconds <= 36_000) return seconds;
    throw new InvalidArgumentError('It has to be a number from 0 to 36000.');
  });
}
