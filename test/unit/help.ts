/** What the unit tests share: charts, gateways' facts, and short ways to ask for a message, a manifest or what was printed. */
import { App, Chart, Testing } from 'cdk8s';
import { OPEN } from '../../lib/mesh/access';
import type { ExternalHost, ExternalPort } from '../../lib/mesh/external-host';
import type { GatewayFacts } from '../../lib/mesh/gateway';
import { Host } from '../../lib/host/host';
import { violations } from '../support/schema';

/** A manifest as `kubectl` would take it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** A chart in an app, and so in a mesh, of its own. */
export function newChart(namespace: string | undefined = 'default', app = new App(), id = 'chart'): Chart {
  return new Chart(app, id, { namespace });
}

/** What `run` throws; fails if it throws nothing. */
export function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('nothing was thrown');
}

/** What a message tells its reader to do. */
export function fixIn(message: string): string {
  return message.split('; fix: ')[1] ?? '';
}

/** The manifests of a chart, each of which the API server would take. */
export function manifestsOf(chart: Chart): Manifest[] {
  const manifests = Testing.synth(chart) as Manifest[];
  expect(manifests.flatMap((manifest) => violations(manifest))).toEqual([]);
  return manifests;
}

/** The manifests of one kind. */
export function ofKind(chart: Chart, kind: string): Manifest[] {
  return manifestsOf(chart).filter((manifest) => manifest.kind === kind);
}

/** The one manifest of its kind. */
export function only(chart: Chart, kind: string): Manifest {
  const found = ofKind(chart, kind);
  expect(found).toHaveLength(1);
  return found[0] as Manifest;
}

/** Keeps standard error quiet in every test of the file; the result reads what the current test printed. */
export function stderrOfEachTest(): () => string {
  let text = '';
  beforeEach(() => {
    text = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
      text += String(chunk);
      return true;
    });
  });
  afterEach(() => jest.restoreAllMocks());
  return () => text;
}

/** The gateway that `istioctl` installs. */
export const FACTS: GatewayFacts = {
  namespace: 'istio-system',
  serviceName: 'istio-egressgateway',
  clusterDomain: 'cluster.local',
  selector: { istio: 'egressgateway' },
  httpPort: { port: 80, targetPort: 8080 },
  tlsPort: { port: 443, targetPort: 8443 },
  clientTls: 'ISTIO_MUTUAL',
  layout: 'documented',
  requireSources: false,
  takesUndeclared: false,
  metadata: {},
};

export const HTTP_80: ExternalPort = { number: 80, protocol: 'HTTP', way: 'gateway', access: OPEN };
export const TLS_443: ExternalPort = { number: 443, protocol: 'TLS', way: 'gateway', access: OPEN };
export const DIRECT_443: ExternalPort = { number: 443, protocol: 'HTTPS', way: 'direct', access: OPEN };

/** `edition.cnn.com`, routed from `default`. */
export function externalHost(ports: readonly ExternalPort[], gateway: Partial<GatewayFacts> = {}): ExternalHost {
  const host = Host.parse('edition.cnn.com');
  return { owners: ['chart/route'], host, namespace: 'default', gateway: { ...FACTS, ...gateway }, ports };
}
