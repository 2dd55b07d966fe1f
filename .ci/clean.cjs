// Removes what `npm run build` wrote beside the sources.
const { readdirSync, rmSync, existsSync } = require('node:fs');
const { join } = require('node:path');

for (const folder of ['bin', 'lib', 'imports']) {
  for (const entry of readdirSync(folder, { recursive: true })) {
    const file = join(folder, entry);
    const source = file.replace(/(\.d\.ts|\.js)$/, '.ts');
    if (source !== file && existsSync(source)) rmSync(file);
  }
}
