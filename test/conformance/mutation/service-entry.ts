/** ServiceEntry: that the mesh knows the host, on which ports and as what. */
import { MOVED } from './move-object';
import { NO_HOST } from './nobody';
import { always, drop, dropOneOfMany, each, otherPort, Rule, where } from './rule';

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
    to: each({ HTTP: ['TCP', 'TLS'], TLS: ['TCP', 'HTTP'], HTTPS: ['TCP', 'HTTP'], TCP: ['HTTP', 'TLS'] }),
  },
  { operator: 'service-entry/resolution', at: 'spec.resolution', to: each({ DNS: ['NONE', 'STATIC'] }) },
  {
    operator: 'service-entry/location',
    at: 'spec.location',
    to: each({ MESH_EXTERNAL: ['MESH_INTERNAL'], MESH_INTERNAL: ['MESH_EXTERNAL'] }),
  },
];
