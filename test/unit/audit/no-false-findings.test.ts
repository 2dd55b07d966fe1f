/** What the audit finds in the egress tasks of Istio's documentation, and in the examples: only what is true, each with the reason. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { readMesh } from '../../../lib/audit/model/mesh';
import { auditMesh } from '../../../lib/audit/rules/audit';
import { objectsOf, PROGRAMS } from '../../support/examples';
import { INSTALLED } from '../../support/gateways';
import { TASK_HTTP, TASK_HTTPS } from '../../trace/manifests';

interface Expected {
  readonly code: string;
  readonly object: string;
  readonly because: string;
}

function audited(manifests: readonly Manifest[]): readonly string[] {
  return auditMesh(readMesh(manifests, { gatewayServices: [INSTALLED] })).map(
    ({ code, object }) => `${code} ${object}`,
  );
}

function listed(findings: readonly Expected[]): readonly string[] {
  return findings.map(({ code, object }) => `${code} ${object}`);
}

interface Task {
  readonly task: string;
  readonly manifests: string;
  readonly findings: readonly Expected[];
}

const OTHER_NAMESPACES: Expected = {
  code: 'EGR3003',
  object: 'DestinationRule default/egressgateway-for-cnn',
  because: 'Sidecars of other namespaces see the VirtualService, and not the subset.',
};

const TASKS: readonly (readonly [string, readonly Manifest[], readonly Expected[]])[] = [
  [
    'egress-gateway, HTTP',
    TASK_HTTP,
    [
      { code: 'EGR3001', object: 'ServiceEntry default/cnn', because: 'Port 443 has no rule, and is direct.' },
      OTHER_NAMESPACES,
    ],
  ],
  ['egress-gateway, HTTPS', TASK_HTTPS, [OTHER_NAMESPACES]],
  ...(parse(readFileSync(join(__dirname, 'istio-docs.yaml'), 'utf8')) as readonly Task[]).map(
    ({ task, manifests, findings }) =>
      [task, parseAllDocuments(manifests).map((document) => document.toJSON() as Manifest), findings] as const,
  ),
];

test.each(TASKS)('the audit finds in the task %s only what is true', (_task, manifests, findings) => {
  expect(audited(manifests)).toEqual(listed(findings));
});

/** The findings in the examples that are meant. */
const MEANT: Readonly<Record<string, readonly Expected[]>> = {
  'istio-task/http': [
    {
      code: 'EGR3001',
      object: 'ServiceEntry default/external-edition-cnn-com',
      because: 'The example has the direct port 443 of the task.',
    },
  ],
};

test.each(PROGRAMS)('the audit finds in examples/%s only what is meant', (program) => {
  expect(audited(objectsOf(program))).toEqual(listed(MEANT[program] ?? []));
});
