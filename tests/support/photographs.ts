/** Photographs for the tests: invented rights, and pictures made on the spot; none of them shows anything that happened. */

/** Complete rights of a photograph that does not exist. */
export const soundRights = {
  donor: 'Példa Péter',
  archive: 'Minta Archívum',
  number: '1234',
  licence: 'CC-BY-SA-3.0',
  source: 'https://archive.example.org/1234',
  date: '1956-10-23',
  shows: { hu: 'Próbakép: szürke foltok.', en: 'A picture for tests: grey patches.' },
  focus: { x: 0.5, y: 0.4 },
  sensitivity: 'none',
  pictured: { dead: 'no', lynching: 'no', execution: 'no', victims: 'no', 'armed-children': 'no', burning: 'no' },
};
