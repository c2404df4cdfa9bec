/** The commands that look after photographs: what they take, and their help. */

import { type Command, InvalidArgumentError } from 'commander';
import { motifs } from '../../../schedule/model/photograph.ts';
import { campaignCommand, examples } from '../command.ts';

/** Adds `photo` with its commands, and gives it back. */
export function photoCommands(root: Command): Command {
  const photo = root.command('photo').description('Look after the photographs of campaigns and their rights.');

  photo
    .command('add <file>')
    .description(
      'Take a photograph in with its rights: upright, grey, without metadata, under 1,000,000 bytes. Asks nothing, and refuses what is not free.',
    )
    .requiredOption('--id <id>', 'its name, which `photo:` on a card asks for')
    .option('--record <file>', 'a YAML file with its rights; options win over it')
    .option('--author <name>', 'who took it')
    .option('--donor <name>', 'who gave it to the archive')
    .option('--archive <name>', 'where it is kept, like Fortepan')
    .option('--number <number>', 'its number there')
    .option('--title <title>', 'its title, if its author gave it one')
    .option('--licence <id>', 'public-domain, CC0-1.0, CC-BY-4.0, CC-BY-SA-3.0 and their like')
    .option('--grounds <why>', 'only for public-domain: why it is')
    .option('--source <address>', 'the address of its page')
    .option('--date <date>', '1956, 1956-10, 1956-10-23, or a span like 1956-10-23/1956-11-04')
    .option('--shows-hu <sentence>', 'what it shows, in Hungarian')
    .option('--shows-en <sentence>', 'what it shows, in English')
    .option('--focus <x,y>', 'what stays in every crop: shares of width and height, like 0.5,0.4', focusArgument)
    .option('--sensitivity <id>', 'none, or the id of a content warning')
    .option('--pictured <motif=answer...>', `whether it shows each of: ${Object.keys(motifs).join(', ')}`)
    .option('--photos <folder>', 'folder of photographs to use instead of the program’s own')
    .option('--replace', 'write over the photograph of this id')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      `${examples('photo add scan.tif --id crowd-at-parliament --record rights.yaml')}\nmedia/photos/README.md has a record to fill in, and says where to find free photographs.\n`,
    )
    .action(async (file, options) => (await import('./photo-add.ts')).photoAdd(file, options));

  campaignCommand(photo, 'list')
    .description('List the photographs, the entries that use them, and the slots that still wait for one.')
    .addHelpText('after', examples('photo list', 'photo list --json'))
    .action(async (options) => (await import('./photo-list.ts')).photoList(options));

  campaignCommand(photo, 'check')
    .description(
      'Check that every photograph is there, unchanged and sound, and that each card keeps the terms of its licence. Exit code 65 if not.',
    )
    .addHelpText('after', examples('photo check', 'photo check --photos ../our-photos'))
    .action(async (options) => (await import('./photo-check.ts')).photoCheck(options));

  return photo;
}

function focusArgument(value: string): { readonly x: number; readonly y: number } {
  const [x, y] = value.split(',').map(Number);
  if (!/^[\d.]+\s*,\s*[\d.]+$/u.test(value) || x === undefined || y === undefined || !(x <= 1) || !(y <= 1)) {
    throw new InvalidArgumentError('It has to be two shares from 0 to 1, like 0.5,0.4.');
  }
  return { x, y };
}
