/** Another process that is present in a folder: it says as whom, and stays until it is killed. */

import { bePresent } from '../../../bot/host/data/presence.ts';

const presence = bePresent(process.argv[2] ?? '');
console.log(JSON.stringify(presence.holder));
process.stdin.on('end', () => presence.end('owing nothing')).resume();
