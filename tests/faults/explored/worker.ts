/** A thread that makes one exploration, after it has planted a fault where it is asked to. */

import { parentPort, workerData } from 'node:worker_threads';
import type { Exploration } from './lanes.ts';
import { plant } from './plant.ts';

const { scene: name, faults, isOneEnough, plant: planted } = workerData as Exploration;
if (planted !== null) plant(planted);
const { explore } = await import('./explore.ts');
const { scenes } = await import('./scene.ts');
const scene = scenes.find((each) => each.name === name);
if (scene === undefined) throw new Error(`there is no scene ${name}`);
parentPort?.postMessage(await explore(scene, faults, isOneEnough));
