import importPlugin from 'eslint-plugin-import';
import tseslint from 'typescript-eslint';

/**
 * The floors of the house, from the ground up. A floor may import from the floors listed for it, and from its own. No import
 * runs up.
 */
const floors = {
  input: [],
  host: ['input'],
  http: ['input'],
  network: ['input'],
  pods: ['input'],
  mesh: ['input', 'host', 'http', 'network'],
  render: ['input', 'host', 'http', 'network', 'pods', 'mesh'],
  analysis: ['input', 'host', 'http', 'network', 'mesh', 'render'],
  construct: ['input', 'mesh', 'analysis'],
  access: ['input', 'http', 'mesh'],
  upstream: ['input', 'host', 'network', 'mesh'],
  gateway: ['input', 'host', 'http', 'network', 'pods', 'mesh', 'render', 'construct', 'access'],
};

/** The floors above the gateway; none imports from another. */
for (const floor of ['route', 'direct', 'lockdown', 'admission', 'sidecar', 'telemetry']) {
  floors[floor] = [...floors.gateway, 'gateway'];
}
floors.route.push('upstream');
floors['allow-list'] = [...floors.route, 'route', 'lockdown'];
floors.audit = ['input', 'host', 'http', 'network'];
/** Entry points of their own, for tests and for `cdk8s synth`. They import values of the floors of the audit, and types and enums of constructs. */
floors.testing = [...floors.audit, 'pods', 'mesh', 'audit', 'construct', 'gateway'];
floors.validation = [...floors.audit, 'audit'];
floors.summary = ['input', 'host', 'http', 'mesh', 'construct', 'gateway'];

/** The floors of the audit: manifests in, answers and findings out. */
const auditFloors = { manifest: [], model: ['manifest'] };
auditFloors.way = [...auditFloors.model, 'model'];
auditFloors.policy = [...auditFloors.model, 'model'];
auditFloors.answer = [...auditFloors.way, 'way', 'policy'];
auditFloors.rules = [...auditFloors.answer, 'answer'];
auditFloors.diff = [...auditFloors.rules, 'rules'];
auditFloors.graph = auditFloors.rules;
auditFloors.format = [...auditFloors.diff, 'diff'];
auditFloors.report = [...auditFloors.format, 'graph', 'format'];

/** The rooms of the conformance suite, and the floors of the room in which the cluster runs. */
const suiteRooms = {
  environment: [],
  cases: ['environment'],
  checks: ['environment', 'cases'],
  mutation: ['environment', 'cases', 'checks'],
  differential: ['environment', 'cases', 'checks', 'mutation'],
};
const environmentFloors = {
  tools: [],
  sandbox: ['tools'],
  outside: [],
  workloads: [],
  cluster: ['outside', 'sandbox', 'tools'],
  mesh: ['cluster', 'sandbox', 'tools'],
  running: ['mesh', 'cluster', 'workloads', 'outside', 'sandbox', 'tools'],
};

const checksFloors = { probe: ['check.ts'], oracle: ['check.ts'], proof: ['probe', 'oracle', 'check.ts'] };

const zonesOf = (house, floors) =>
  Object.entries(floors).map(([floor, below]) => ({
    target: `./${house}/${floor}`,
    from: `./${house}`,
    except: [floor, ...below].map((folder) => `./${folder}`),
    message: `${house}/${floor} may import from ${[floor, ...below].join(', ')} only`,
  }));

const zones = [
  ...zonesOf('lib', floors),
  ...zonesOf('lib/audit', auditFloors),
  ...zonesOf('test/conformance', suiteRooms),
  ...zonesOf('test/conformance/environment', environmentFloors),
  ...zonesOf('test/conformance/checks', checksFloors),
];

const CONSTRUCTS = ['cdk8s', 'constructs'];

/** A rule of the audit imports no other rule. */
const RULES = {
  regex: '^\\./(?!rule$|shared/)',
  message: 'A rule may import from ./rule and ./shared only: what two rules use is a file in ./shared',
};

export default tseslint.config(
  {
    ignores: ['dist/', 'node_modules/', 'imports/*.istio.io.ts', '**/*.js', '**/*.cjs', '**/*.mjs', '**/*.d.ts'],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    files: ['**/*.ts'],
    plugins: { import: importPlugin },
    settings: {
      'import/resolver': { node: { extensions: ['.ts', '.js'] } },
      // Without it `import/no-cycle` reads .js files only: every dependency, and nothing of this repository.
      'import/extensions': ['.ts'],
    },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'import/no-cycle': 'error',
      'import/no-restricted-paths': ['error', { zones }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: 'error',
    },
  },
  {
    // Constructs and ApiObjects are made on the floors above; these are pure functions (generated types and enums aside).
    files: ['input', 'host', 'http', 'network', 'pods', 'mesh', 'render', 'analysis', 'audit'].map(
      (floor) => `lib/${floor}/**`,
    ),
    rules: { 'no-restricted-imports': ['error', { paths: CONSTRUCTS }] },
  },
  {
    files: ['lib/audit/rules/*.ts'],
    ignores: ['lib/audit/rules/{all,audit}.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: CONSTRUCTS, patterns: [RULES] }] },
  },
  {
    files: ['lib/**', 'test/conformance/**'],
    rules: {
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 40, skipComments: true, skipBlankLines: true }],
    },
  },
);
