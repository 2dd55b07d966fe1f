/** Helpers of the unit tests: charts, models of gateways, and short ways to read a message, a manifest or standard error. */
import { App, Chart, Testing } from 'cdk8s';
import { OPEN } from '../../lib/mesh/access';
import { ClientTls } from '../../lib/mesh/client-tls';
import type { ExternalHost, ExternalPort } from '../../lib/mesh/external-host';
import type { GatewayModel } from '../../lib/mesh/gateway';
import { Host } from '../../lib/host/host';
import { NO_METADATA } from '../../lib/mesh/object-metadata';
import { violations } from '../support/schema';

/** A manifest as `kubectl` accepts it. */
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

/** Returns a chart in a new app, and so in a new mesh, or in the given app. */
export function newChart(namespace: string | undefined = 'default', app = new App(), id = 'chart'): Chart {
  return new Chart(app, id, { namespace });
}

/** Returns the message of the error that `run` throws. */
export function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('nothing was thrown');
}

/** Returns the fix that a message suggests. */
export function fixIn(message: string): string {
  return message.split('; fix: ')[1] ?? '';
}

/** Returns the manifests of a chart, and fails if the API server would reject one. */
export function manifestsOf(chart: Chart): Manifest[] {
  const manifests = Testing.synth(chart) as Manifest[];
  expect(manifests.flatMap((manifest) => violations(manifest))).toEqual([]);
  return manifests;
}

/** Returns the manifests of one kind. */
export function ofKind(chart: Chart, kind: string): Manifest[] {
  return manifestsOf(chart).filter((manifest) => manifest.kind === kind);
}

/** Returns the single manifest of a kind. */
export function only(chart: Chart, kind: string): Manifest {
  const found = ofKind(chart, kind);
  expect(found).toHaveLength(1);
  return found[0] as Manifest;
}

/** Silences standard error in every test of the file. Returns a function that returns what the current test printed. */
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
export const GATEWAY: GatewayModel = {
  namespace: 'istio-system',
  serviceName: 'istio-egressgateway',
  clusterDomain: 'cluster.local',
  trustDomains: ['cluster.local'],
  rootNamespace: 'istio-system',
  selector: { istio: 'egressgateway' },
  httpPort: { port: 80, targetPort: 8080 },
  tlsPort: { port: 443, targetPort: 8443 },
  clientTls: ClientTls.ISTIO_MUTUAL,
  defaultDeny: false,
  egressProxy: false,
  metadata: NO_METADATA,
};

export const HTTP_80: ExternalPort = { number: 80, protocol: 'HTTP', routing: 'gateway', access: OPEN };
export const TLS_443: ExternalPort = { number: 443, protocol: 'TLS', routing: 'gateway', access: OPEN };
export const DIRECT_443: ExternalPort = { number: 443, protocol: 'HTTPS', routing: 'direct', access: OPEN };

/** `edition.cnn.com`, routed from `default`. */
export function externalHost(ports: readonly ExternalPort[], gateway: Partial<GatewayModel> = {}): ExternalHost {
  const host = Host.parse('edition.cnn.com');
  return {
    owners: ['chart/route'],
    host,
    namespace: 'default',
    gateway: { ...GATEWAY, ...gateway },
    metadata: NO_METADATA,
    ports,
  };
}
