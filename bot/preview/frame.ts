/** A frame around lines of cells, with a title on its upper edge and a foot on its lower one. */

import { type Line, type Paint, painted, widthOf } from './cells.ts';

export type Frame = {
  /** Left and right ends of the upper edge. */
  readonly title: readonly [Line, Line];
  readonly foot: Line;
  /** Parts are set apart by a thin rule. */
  readonly parts: readonly (readonly Line[])[];
};

/** Draws the frame `width` columns wide; every line of it has to be at most `width - 4`. */
export function framed({ title, foot, parts }: Frame, width: number, paint: Paint): readonly string[] {
  const edge = (text: string) => paint('dim', text);
  const inner = width - 4;
  const [left, right] = title;
  const gap = '─'.repeat(Math.max(1, inner - widthOf(left) - widthOf(right) - 4));
  const top = `${edge('╭─ ')}${painted(left, paint)}${edge(` ${gap} `)}${painted(right, paint)}${edge(' ─╮')}`;
  const rest = '─'.repeat(Math.max(1, inner - widthOf(foot) - 1));
  const bottom = `${edge('╰─ ')}${painted(foot, paint)}${edge(` ${rest}╯`)}`;
  const rule = edge(`├${'╌'.repeat(width - 2)}┤`);
  const rows = parts.flatMap((lines, index) => [
    ...(index === 0 ? [] : [rule]),
    ...lines.map((line) => {
      const padding = ' '.repeat(inner - widthOf(line));
      return `${edge('│')} ${painted(line, paint)}${padding} ${edge('│')}`;
    }),
  ]);
  return [top, ...rows, bottom];
}
