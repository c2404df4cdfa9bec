/** What became different in a file, line by line, as one can read it. */

/** The lines taken away and put in between the first and the last that differ, escaped; long ones are cut. */
export function differences(before: Buffer, after: Buffer): string {
  const [old, young] = [linesOf(before), linesOf(after)];
  const isSame = (line: string, index: number) => line === young[index];
  const head = old.findIndex((line, index) => !isSame(line, index));
  const first = head < 0 ? Math.min(old.length, young.length) : head;
  let tail = 0;
  while (tail < Math.min(old.length, young.length) - first && old.at(-1 - tail) === young.at(-1 - tail)) tail += 1;
  const cut = (lines: readonly string[], sign: string) => {
    const changed = lines.slice(first, lines.length - tail).map((line) => `${sign} ${shown(line)}`);
    return changed.length <= 40 ? changed : [...changed.slice(0, 40), `${sign} and ${changed.length - 40} lines more`];
  };
  return [`line ${first + 1}:`, ...cut(old, '-'), ...cut(young, '+')].join('\n');
}

function linesOf(bytes: Buffer): readonly string[] {
  return bytes.toString('utf8').split('\n');
}

function shown(line: string): string {
  const escaped = line.replace(
    /[^\P{C}]|[\p{Zl}\p{Zp}\u00a0]/gu,
    (each) => `\\u{${each.codePointAt(0)?.toString(16)}}`,
  );
  return escaped.length <= 200 ? escaped : `${escaped.slice(0, 200)}… (${escaped.length})`;
}
