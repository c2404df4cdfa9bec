/** The benches, one file each: `npm run bench -- cards [--json] [--seconds N] [--out FOLDER]`. */

import { Command, InvalidArgumentError, Option } from 'commander';
import { installPackages } from './install.ts';

const program = new Command('bench').description('Measures the bot against other ways of doing the same.');

program
  .command('cards')
  .description('Photo cards a second, and CPU a card, against the bare floor and other ways to draw the same card.')
  .option('--json', 'for machines')
  .addOption(new Option('--seconds <n>', 'about how long to measure').default(40).argParser(secondsArgument))
  .option('--out <folder>', 'also write one picture of each way there, to compare by eye')
  .action(async (options) => {
    installPackages();
    const { benchCards } = await import('./cards.ts');
    await benchCards(options);
  });

await program.parseAsync();

function secondsArgument(value: string): number {
  const seconds = Number(value);
  if (!(seconds >= 0 && seconds <= 3600)) throw new InvalidArgumentError('It has to be a number from 0 to 3600.');
  return seconds;
}
