/** ServiceEntry: that the mesh knows the host, on which ports and as what. */
import { fieldsAt, isKeyed } from './fields';
import { MOVED } from './move-object';
import { NO_ADDRESS, NO_HOST } from './nobody';
import { always, becomes, drop, dropOneOfMany, each, otherPort, rewritten, Rule, where } from './rule';

const PORT = 'spec.ports.*';

export const SERVICE_ENTRY: readonly Rule[] = [
  MOVED,
  { operator: 'service-entry/export-to', at: 'spec.exportTo', to: always(['.']) },
  { operator: 'service-entry/export-to-all', at: 'spec.exportTo', to: where(['*']) },
  { operator: 'service-entry/drop-export', at: 'spec.exportTo.*', to: dropOneOfMany },
  { operator: 'service-entry/host', at: 'spec.hosts.*', to: where(NO_HOST) },
  { operator: 'service-entry/drop-port', at: PORT, to: dropOneOfMany },
  { operator: 'service-entry/port', at: `${PORT}.number`, to: otherPort },
  { operator: 'service-entry/target-port', at: `${PORT}.targetPort`, to: otherPort },
  { operator: 'service-entry/drop-target-port', at: `${PORT}.targetPort`, to: drop },
  // HTTPS and TLS are one thing to Istio, so neither becomes the other.
  {
    operator: 'service-entry/protocol',
    at: `${PORT}.protocol`,
    to: each({
      HTTP: ['TCP', 'TLS'],
      HTTP2: ['HTTP'],
      GRPC: ['HTTP'],
      TLS: ['TCP', 'HTTP'],
      HTTPS: ['TCP', 'HTTP'],
      TCP: ['HTTP', 'TLS'],
    }),
  },
  { operator: 'service-entry/resolution', at: 'spec.resolution', to: otherResolution },
  { operator: 'service-entry/looked-up', at: 'spec', to: lookedUp },
  { operator: 'service-entry/address', at: 'spec.addresses.*', to: where(NO_ADDRESS) },
  { operator: 'service-entry/any-address', at: 'spec.addresses', to: drop },
  { operator: 'service-entry/endpoint', at: 'spec.endpoints.*.address', to: where(NO_HOST) },
  { operator: 'service-entry/locality', at: 'spec.endpoints.*.locality', to: drop },
  {
    operator: 'service-entry/location',
    at: 'spec.location',
    to: each({ MESH_EXTERNAL: ['MESH_INTERNAL'], MESH_INTERNAL: ['MESH_EXTERNAL'] }),
  },
];

/** The name of a host that is known by addresses, looked up. */
function lookedUp(spec: unknown): ReturnType<Rule['to']> {
  if (!isKeyed(spec) || spec['resolution'] !== 'STATIC') return [];
  const { endpoints: _, ...others } = spec;
  return [rewritten({ ...others, resolution: 'DNS' }, 'looked up by its name')];
}

/** Another way to find the host; `NONE` has no endpoints, and is refused where there are some. */
function otherResolution(...[value, , { manifest }]: Parameters<Rule['to']>): ReturnType<Rule['to']> {
  const endpoints = fieldsAt(manifest, 'spec.endpoints').some((field) => field.value !== undefined);
  const others: Readonly<Record<string, readonly string[]>> = {
    DNS: endpoints ? ['STATIC'] : ['NONE', 'STATIC'],
    DYNAMIC_DNS: ['NONE'],
  };
  return (others[String(value)] ?? []).map((other) => becomes(other));
}
