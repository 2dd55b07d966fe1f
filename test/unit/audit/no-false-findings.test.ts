/** What the audit finds in the egress tasks of Istio's documentation, and in the examples: only what is true, with the reason. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { readMesh } from '../../../lib/audit/model/mesh';
import { auditMesh } from '../../../lib/audit/rules/audit';
import { objectsOf, PROGRAMS } from '../../support/examples';
import { INSTALLED } from '../../support/gateways';
import { TASK_HTTP, TASK_HTTPS } from '../../trace/manifests';

/** A true finding: a code, and the tasks and examples that have it. */
interface Truth {
  readonly code: string;
  readonly because: string;
  readonly in: readonly string[];
}

const TRUE_FINDINGS: readonly Truth[] = [
  {
    code: 'EGR2051',
    because: 'The example confines pods with one label, and acknowledges the warning of the same code.',
    in: ['examples/part-of-a-namespace/pods'],
  },
  {
    code: 'EGR3001',
    because: 'Port 443 of the host is declared, and has no rule.',
    in: ['egress-gateway-http', 'examples/istio-task/http'],
  },
  {
    code: 'EGR3003',
    because: 'The tasks serve the namespace default. Sidecars of other namespaces see the route, and not the subset.',
    in: [
      ...['egress-gateway-http', 'egress-gateway-https', 'egress-gateway-tls-origination'],
      'wildcard-egress-hosts-gateway',
    ],
  },
  {
    code: 'EGR3010',
    because:
      'The DestinationRule for port 443 also applies to sidecars, which start TLS around TLS of the application.',
    in: ['egress-gateway-tls-origination'],
  },
  {
    code: 'EGR3101',
    because: 'The task sets sni, and no subjectAltNames.',
    in: ['egress-gateway-tls-origination'],
  },
  {
    code: 'EGR3201',
    because: 'The task has no mesh mTLS to the gateway, and the examples write what the task has.',
    in: [
      ...['egress-gateway-http', 'egress-gateway-https', 'wildcard-egress-hosts-gateway'],
      ...['main', 'http', 'https'].map((program) => `examples/istio-task/${program}`),
    ],
  },
  {
    code: 'EGR3203',
    because: 'The tasks and these examples let every workload leave.',
    in: [
      ...['egress-gateway-http', 'egress-gateway-https', 'egress-gateway-tls-origination'],
      ...['wildcard-egress-hosts-gateway', 'examples/clean-edge/main', 'examples/istio-task/http'],
      ...[
        'examples/istio-task/https',
        'examples/istio-task/main',
        'examples/migration/main',
        'examples/own-gateway/main',
      ],
      ...[
        'examples/strict/open',
        'examples/telemetry/text',
        'examples/ten-lines/main',
        'examples/tls-origination/refused',
      ],
    ],
  },
  {
    code: 'EGR3209',
    because: 'The tasks remove no headers.',
    in: ['egress-gateway-http', 'egress-gateway-tls-origination'],
  },
  {
    code: 'EGR3301',
    because:
      'The tasks have the network policy in a step of its own. The examples lock down the namespace of their test alone, or none.',
    in: [
      ...['egress-gateway-http', 'egress-gateway-https', 'egress-gateway-tls-origination'],
      ...['wildcard-egress-hosts-gateway', 'examples/addresses/main', 'examples/any-name/main'],
      ...['examples/company-proxy/main', 'examples/gitops/main', 'examples/istio-task/http'],
      ...['examples/object-store/strict', 'examples/protocols/direct', 'examples/ranges/main'],
      ...[
        'examples/several-ports/main',
        'examples/several-ports/ssh',
        'examples/strict/main',
        'examples/strict/open',
        'examples/tcp/main',
      ],
      ...['examples/telemetry/main', 'examples/telemetry/text', 'examples/tls-origination/main'],
      ...['examples/tls-origination/refused', 'examples/who-may-leave/main', 'examples/who-may-leave/narrowed'],
      'examples/wildcards/main',
      ...[
        'examples/allow-list/main',
        'examples/credential/main',
        'examples/gateway-lockdown/main',
        'examples/regions/main',
        'examples/resilience/main',
        'examples/shared-gateway/platform',
        'examples/shared-gateway/team',
      ],
    ],
  },
];

const TASKS = parse(readFileSync(join(__dirname, 'istio-docs.yaml'), 'utf8')) as readonly {
  readonly task: string;
  readonly manifests: string;
}[];

const SETS: readonly (readonly [string, () => readonly Manifest[]])[] = [
  ['egress-gateway-http', () => TASK_HTTP],
  ['egress-gateway-https', () => TASK_HTTPS],
  ...TASKS.map(
    ({ task, manifests }) =>
      [task, () => parseAllDocuments(manifests).map((document) => document.toJSON() as Manifest)] as const,
  ),
  ...PROGRAMS.map((program) => [`examples/${program}`, () => objectsOf(program)] as const),
];

test('every true finding is in a set of the test', () => {
  const names = SETS.map(([name]) => name);
  expect(TRUE_FINDINGS.flatMap((truth) => truth.in).filter((name) => !names.includes(name))).toEqual([]);
});

test.each(SETS)('the audit finds in %s only what is true', (name, manifests) => {
  const findings = auditMesh(readMesh(manifests(), { gatewayServices: [INSTALLED] }));
  const expected = TRUE_FINDINGS.filter((truth) => truth.in.includes(name)).map(({ code }) => code);
  const unexpected = findings.filter(({ code }) => !expected.includes(code));
  expect(unexpected.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  expect([...new Set(findings.map(({ code }) => code))]).toEqual(expected);
});
