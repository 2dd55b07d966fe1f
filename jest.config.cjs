/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/test/support/environment.ts',
  // jest leaves one core idle by default: half of two.
  maxWorkers: '100%',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  moduleFileExtensions: ['ts', 'js', 'cjs', 'json'],
  // Examples import the library by its name, as an app does.
  moduleNameMapper: { '^cdk8s-istio-egress($|/)(.*)': '<rootDir>/lib/$2' },
  // Types are checked once, by `npm run types`, not per test file.
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
};
