// Installs the pinned dependencies where they are missing or older than the lock file, so that `npm start` and `npm test`
// work on a fresh clone.
const { execSync } = require('node:child_process');
const { existsSync, statSync } = require('node:fs');

const installed = 'node_modules/.package-lock.json';
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync('package-lock.json').mtimeMs) {
  process.stderr.write('installing dependencies (npm ci) ...\n');
  execSync('npm ci --no-audit --no-fund', { stdio: ['ignore', 'ignore', 'inherit'] });
}
