/** Preloaded into what is measured, a bare node too: writes down at its end how much memory it held at most. */

const { appendFileSync, readFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread)
  process.once('exit', () => {
    const [, kilobytes = ''] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    appendFileSync(process.env.BENCH_PEAK, `${kilobytes}\n`);
  });
