/** Changes of fields that decide a way, drawn: each takes the value of the same field elsewhere, or one that is always possible. */
import fc from 'fast-check';
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { Field, isKeyed, Keyed, Path, replaced } from '../mutation/fields';
import { isOfIstio } from './world';

/** Values that are possible everywhere, by the name of the field. */
const POSSIBLE: Readonly<Record<string, readonly unknown[]>> = {
  number: [80, 443, 8080, 8443],
  targetPort: [80, 443, undefined],
  protocol: ['HTTP', 'HTTPS', 'TLS', 'TCP', 'HTTP2', undefined],
  mode: ['ISTIO_MUTUAL', 'SIMPLE', 'DISABLE', 'PASSTHROUGH'],
  resolution: ['DNS', 'NONE', 'STATIC'],
  exportTo: [['.'], ['*'], ['default'], undefined],
  subset: [undefined, 'no-such-subset'],
  gateways: [['mesh'], undefined],
  sourceNamespace: ['default', 'payments'],
  namespace: ['default', 'istio-system', 'payments'],
  hosts: [['*'], ['edition.cnn.com'], ['*.cnn.com', 'edition.cnn.com']],
  sniHosts: [['*.cnn.com'], ['edition.cnn.com'], ['www.example.com']],
  host: ['edition.cnn.com', 'istio-egressgateway', 'istio-egressgateway.istio-system.svc.cluster.local'],
  selector: [{ istio: 'egressgateway' }, { app: 'other' }],
  bind: ['127.0.0.1', undefined],
  sni: [undefined, 'edition.cnn.com'],
  addresses: [['198.18.0.1'], undefined],
  tls: [undefined],
  match: [undefined],
  http: [undefined],
  tcp: [undefined],
  trafficPolicy: [undefined],
  port: [undefined],
  endpoints: [[{ address: '198.18.0.2' }], undefined],
  workloadSelector: [undefined],
  creationTimestamp: ['2020-01-01T00:00:00Z', '2021-01-01T00:00:00Z'],
};

/** Numbers that choose an edit; they mean something to every set. */
export const edit = fc.tuple(fc.nat(1e6), fc.nat(1e6));

export type Edit = readonly [field: number, value: number];

/** Returns the manifests with one field changed, and what was changed. */
export function edited(manifests: readonly Manifest[], [which, what]: Edit): readonly [readonly Manifest[], string] {
  const fields = manifests.flatMap((manifest, index) =>
    isOfIstio(manifest) ? fieldsOf(manifest).map((field) => ({ ...field, index })) : [],
  );
  const field = fields[which % fields.length];
  if (field === undefined) return [manifests, 'nothing to edit'];
  const name = String(field.path.at(-1));
  const others = fields.filter(({ path }) => path.at(-1) === name).map(({ value }) => value);
  const values = [...(POSSIBLE[name] ?? []), ...new Map(others.map((each) => [JSON.stringify(each), each])).values()];
  const value = values[what % values.length];
  const changed = replaced(manifests[field.index], field.path, value) as Manifest;
  const says = `${changed.kind} ${changed.metadata.name}: ${field.path.join('.')} -> ${JSON.stringify(value)}`;
  return [manifests.map((manifest, index) => (index === field.index ? changed : manifest)), says];
}

/** The fields that may be edited, and those that are absent and may be there. */
function fieldsOf(manifest: Manifest): Pick<Field, 'path' | 'value'>[] {
  const { namespace, creationTimestamp } = manifest.metadata;
  return [
    { path: ['metadata', 'namespace'], value: namespace },
    { path: ['metadata', 'creationTimestamp'], value: creationTimestamp },
    ...(manifest.apiVersion.startsWith('networking.') && manifest.kind !== 'EnvoyFilter'
      ? below(manifest.spec, ['spec'])
      : []),
  ];
}

function below(value: unknown, path: Path): Pick<Field, 'path' | 'value'>[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => below(each, [...path, index]));
  if (!isKeyed(value)) return [];
  const absent = ['exportTo', 'sourceNamespace', 'subset'].filter((key) => !(key in value) && fits(key, value, path));
  return [
    ...absent.map((key) => ({ path: [...path, key], value: undefined })),
    ...Object.entries(value).flatMap(([key, each]) => [
      ...(key in POSSIBLE ? [{ path: [...path, key], value: each }] : []),
      ...below(each, [...path, key]),
    ]),
  ];
}

/** Where a field may stand that is absent. */
function fits(key: string, value: Keyed, path: Path): boolean {
  if (key === 'exportTo') return path.length === 1 && ('hosts' in value || 'host' in value);
  if (key === 'sourceNamespace') return path.at(-2) === 'match';
  return path.at(-1) === 'destination';
}
