import { METADATA_HINTS, PropertyHints, REQUIRED } from '../input/properties';
import { sourceOf } from '../input/source-text';

/** Properties that routes do not have, although Istio's objects have them, with what to write instead. */
export const PROPERTY_HINTS: PropertyHints = {
  timeout: 'remove timeout: the gateway forwards connections of this route, and no requests',
  retries: 'remove retries: the gateway forwards connections of this route, and no requests',
  headers: 'use keepHeaders to keep trace headers, and a JSON patch of the VirtualServices for other headers',
  protocol: 'use ExternalHttpRoute, ExternalTlsRoute or ExternalTcpRoute',
  endpoints: 'use ExternalTcpRoute with addresses, or WildcardTarget.host(...)',
  resolution:
    'remove resolution: the gateway resolves hosts by DNS, and WildcardTarget.dynamicDns() resolves names one by one',
  location: 'remove location: every host is MESH_EXTERNAL',
  ports: 'write port, and a route per port',
  tls: 'use ExternalTlsRoute, or tlsOrigination on an ExternalHttpRoute',
  gateway: REQUIRED,
  hosts: REQUIRED,
  sources: 'allowFrom',
  from: 'allowFrom',
  methods: (value) => `write allowedOperations: [{ methods: ${sourceOf(value) ?? '["GET"]'} }] on an ExternalHttpRoute`,
  paths: (value) => `write allowedOperations: [{ paths: ${sourceOf(value) ?? '["/v1/*"]'} }] on an ExternalHttpRoute`,
  allow: 'write allowFrom for sources, or allowedOperations for methods and paths on an ExternalHttpRoute',
  sni: (value) =>
    `write tlsOrigination: TlsOrigination.simple({ sni: ${sourceOf(value) ?? '"api.example.com"'} }) on an ExternalHttpRoute`,
  addresses: 'use an ExternalTcpRoute',
  cidrs: 'use an ExternalCidrRoute',
  ...METADATA_HINTS,
  namespace: 'set the namespace on the chart: new Chart(app, "team", { namespace: "team" })',
};

/** The hints of routes for HTTP. */
export const HTTP_PROPERTY_HINTS: Readonly<Record<string, string>> = {
  timeout: patch('timeout', '"5s"'),
  retries: patch('retries', '{ attempts: 2 }'),
};

function patch(property: string, value: string): string {
  const added = `JsonPatch.add('/spec/http/0/${property}', ${value})`;
  return `remove ${property}, and write for (const object of route.virtualServices) object.addJsonPatch(${added})`;
}
