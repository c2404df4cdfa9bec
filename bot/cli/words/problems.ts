/** What is wrong with campaign files, told all at once. */

import { formatProblem, type Problem } from '../../../schedule/model/problem.ts';
import { styled } from './output.ts';

/** A Problem a line, and how many there are. */
export function problemReport(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return [...problems.map(formatProblem), styled('bold', `${count} in the campaign files`, process.stderr)].join('\n');
}
