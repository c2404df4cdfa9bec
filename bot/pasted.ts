/** How a command of this program is written wherever a person is told to give it. */

/** Ready to be pasted into a terminal, in the folder of the checkout. */
export function pasted(command: string): string {
  return `npm run -s bot -- ${command}`;
}
