// Runs npm scripts at the same time, prints what each of them printed as it ends, and fails if one fails.
const { exec } = require('node:child_process');

for (const script of process.argv.slice(2)) {
  exec(`npm run --silent ${script}`, { maxBuffer: Infinity }, (error, stdout, stderr) => {
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    if (error === null) return;
    process.stderr.write(`npm run ${script} failed\n`);
    process.exitCode = 1;
  });
}
