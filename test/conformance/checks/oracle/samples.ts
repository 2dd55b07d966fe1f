/** What is judged without traffic: what every example writes, and what the library writes for drawn input. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { EgressGatewayAttributes } from '../../../../lib';
import { DrawnApp, drawnApp } from '../../../property/arbitraries';
import { CREDENTIAL_LABEL, steps, written } from '../../../property/written';
import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { NamedCase } from '../../cases/cases';
import { EXAMPLES, synth, Synthesized } from '../../cases/synth';
import { RUN } from '../../environment/sandbox/enter';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown, tableOf } from '../../cases/lockdown';
import { TruthTable } from '../../cases/truth-table';

export interface Sample extends Synthesized {
  readonly name: string;
}

/** What the library writes for drawn input. */
export interface DrawnSample extends Sample {
  /** What was drawn. */
  readonly app: DrawnApp;
  /** What its cluster must have besides. */
  readonly context: readonly object[];
  readonly tables: readonly NamedTable[];
}

/** The network policies of a program, and what they are to let through. */
export interface NamedTable {
  readonly name: string;
  readonly table: TruthTable;
  readonly manifests: readonly Manifest[];
}

/** What an example's folder holds beside its programs. */
const NO_PROGRAM = /^(case(-\w+)?|charts|.*\.test)\.ts$/;

/** Every program of the examples. */
export async function exampleSamples(folders: readonly string[]): Promise<Sample[]> {
  const programs = folders.flatMap((folder) =>
    readdirSync(join(EXAMPLES, folder))
      .filter((file) => file.endsWith('.ts') && !NO_PROGRAM.test(file))
      .map((file) => `${folder}/${file.replace(/\.ts$/, '')}`),
  );
  return Promise.all(programs.map(async (name) => ({ name, ...(await synth(name)) })));
}

/** The tables that the case of a program tells of. */
export function tablesOf({ name, manifests }: Sample, examples: readonly NamedCase[]): NamedTable[] {
  const all = examples.flatMap((example) =>
    example.tables.map(({ program, table }) => ({ of: `${example.name}/${program}`, table })),
  );
  return all.filter(({ of }) => of === name).map(({ table }) => ({ name, table, manifests }));
}

/** Apps that the property tests draw; the same for the same seed. */
export function drawnSamples(count: number, seed: number): DrawnSample[] {
  const drawn = fc.sample(drawnApp, { numRuns: count, seed });
  return drawn.map((app, index) => {
    const { hosts, gateway: choice } = app;
    const name = `drawn ${index + 1}`;
    const folder = join(RUN, 'dist', `drawn-${index + 1}`);
    const manifests = written(choice, steps(hosts));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'egress.k8s.yaml'), manifests.map((manifest) => stringify(manifest)).join('---\n'));
    const tables = ['locked', 'locked-too'].map((namespace) => ({
      name,
      manifests,
      table: tableOf(lockdownOf(namespace, choice)),
    }));
    return { name, app, folder, manifests, context: gatewayOf(choice), tables };
  });
}

function lockdownOf(namespace: string, { ports, namespace: of = 'istio-system' }: EgressGatewayAttributes): Lockdown {
  const [http, tls] = [ports?.httpTargetPort ?? 8080, ports?.tlsTargetPort ?? 8443];
  const others = DEFAULT_ALLOWS.filter(([peer]) => peer !== 'gateway');
  const allows = [...others, ['gateway', `${http}/TCP`, `${tls}/TCP`] as const];
  return { program: '', namespace, gateway: { namespace: of, labels: INSTALLED.labels }, allows };
}

/** The installed gateway, as far as `istioctl analyze` looks at it. */
function gatewayOf({ ports, namespace = 'istio-system' }: EgressGatewayAttributes): object[] {
  const metadata = { name: 'istio-egressgateway', namespace, labels: INSTALLED.labels };
  const selector = INSTALLED.labels;
  const servicePorts = [
    { name: 'http2', port: ports?.httpPort ?? 80, targetPort: ports?.httpTargetPort ?? 8080 },
    { name: 'tls', port: ports?.tlsPort ?? 443, targetPort: ports?.tlsTargetPort ?? 8443 },
  ];
  const pod = { ...metadata, labels: { ...INSTALLED.labels, ...CREDENTIAL_LABEL } };
  const containers = [{ name: 'istio-proxy', image: 'proxyv2' }];
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector, ports: servicePorts } },
    { apiVersion: 'v1', kind: 'Pod', metadata: pod, spec: { containers } },
  ];
}
