#!/usr/bin/env node
/** Starts the program, or says in one sentence that this Node.js is too old to. Plain JavaScript, so that any Node can read it. */

const needed = 24;

if (Number(process.versions.node.split('.')[0]) < needed) {
  console.error(
    `emleknap needs Node.js ${needed} or newer, and this is ${process.versions.node}: start it with \`npm run -s bot -- …\`, which uses the Node.js that \`npm ci\` has installed.`,
  );
  process.exitCode = 78;
} else {
  const { keepCompiledCode } = await import('./bundled/code-cache.js');
  const { useBundles } = await import('./bundled/bundles.js');
  keepCompiledCode();
  useBundles();
  const { main } = await import('./main.ts');
  await main(process.argv);
}
