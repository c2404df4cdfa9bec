/** Says on standard error how far a long measurement is: on one line of a terminal, in a log now and then. */

const everyMillis = 15_000;

export type Progress = { readonly say: (text: string) => void; readonly end: () => void };

export function newProgress(bench: string): Progress {
  const { stderr } = process;
  let last = Number.NEGATIVE_INFINITY;
  return {
    say(text) {
      if (stderr.isTTY) stderr.write(`\r\u001b[K${bench}: ${text}`);
      else if (performance.now() - last > everyMillis) {
        last = performance.now();
        stderr.write(`${bench}: ${text}\n`);
      }
    },
    end() {
      if (stderr.isTTY) stderr.write('\r\u001b[K');
    },
  };
}
