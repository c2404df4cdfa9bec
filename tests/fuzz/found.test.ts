import { describe, expect, it } from 'vitest';
import { judgeSettings } from './settings.ts';

describe('lines of settings that were lost once', () => {
  it.each([
    'EMLEK^AP_LOG_LEVEL=info',
    'EMLEK-NAP_DATA=x',
    'EML_KNAP_PHOTOS=x',
    'EMLEKNA\u00a0P_DATA=x',
    'EMLEMLEKNAP_ALARM_COMMAND=',
    'EMLEKNEKNAP_DATA=x',
  ])('%s is told of', (line) => {
    expect(judgeSettings(Buffer.from(`${line}\n`))).toEqual({ failures: [], isSound: false });
  });

  it.each(['EMLEKNAP=1', 'EMLEK=1', 'EML_EK=1', 'HTTPS_PROXY=http://127.0.0.1:8080', 'EMLEKEZET_DATA_X=1', 'A_B=1'])(
    '%s is another program’s',
    (line) => {
      expect(judgeSettings(Buffer.from(`${line}\n`)).isSound).toBe(true);
    },
  );
});
