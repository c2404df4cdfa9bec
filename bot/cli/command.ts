/** What the commands of the command line have in common: their options and the examples in their help. */

import type { Command } from 'commander';

/** A command that works on campaigns. */
export function campaignCommand(parent: Command, name: string, argument = ''): Command {
  return parent
    .command(`${name} ${argument}`.trim())
    .option('--campaigns <folder>', 'folder of campaigns to use instead of the program’s own')
    .option('--campaign <id>', 'only this campaign')
    .option('--photos <folder>', 'folder of photographs to use instead of the program’s own')
    .option('--json', 'for machines');
}

export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  npm run -s bot -- ${line}`).join('\n')}\n`;
}
