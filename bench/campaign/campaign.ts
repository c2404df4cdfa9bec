/** `campaign`: the whole season into the outbox, cards and all: with nothing kept, and with the pictures of the time before. */

import type { Run } from '../benches.ts';
import { columnsOf, figure, ratio, rowsOf } from '../measure/result.ts';
import { type Readings, takeTurns } from '../measure/turns.ts';
import { newHome, starter } from '../process/home.ts';
import { spent } from '../process/spent.ts';

const [first, again] = ['rehearse, cold', 'rehearse, warm'] as const;

const figures = [
  figure('wall', 'wall s', 1),
  figure('cpu', 'CPU s', 1),
  figure('peak', 'peak MB', 0),
  ratio('toCold', 'wall to cold', { of: 'wall', to: first }),
];

export const campaign: Run = async ({ seconds, progress }) => {
  const turn = async (): Promise<readonly Readings[]> => {
    const { folder, env, campaigns, remove } = newHome();
    try {
      const command = [starter, 'rehearse', '--year', '2027', '--out', 'rehearsal', ...campaigns];
      const runs: Readings[] = [];
      for (const name of [first, again]) {
        progress.say(`round of ${name}`);
        const { wall, cpu, peak } = await spent(command, { cwd: folder, env });
        runs.push({ wall: wall / 1000, cpu: cpu / 1000, peak });
      }
      return runs;
    } finally {
      remove();
    }
  };
  const measured = await takeTurns([{ name: 'rehearse', rows: [first, again], turn }], { seconds });
  const about = 'the season of 2027 through the real machinery into the outbox, for four channels, as a whole process';
  return { about, settings: {}, columns: columnsOf(figures), rows: rowsOf(measured, figures) };
};
