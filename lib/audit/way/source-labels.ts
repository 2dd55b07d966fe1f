import { uniqueBy } from '../../input/unique';
import { HostIndex } from '../model/host-index';
import { Labels } from '../model/labels';
import { MESH, Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { StaticMatch } from '../model/specs';
import { isAddress } from '../../network/address-range';
import { withDelegates } from './distinct-namespaces';

/**
 * Returns the labels of pods that rules for a host name as sources, each once. Of connections to an address or to any other host, the rules
 * are those for TCP of every host.
 */
export function sourceLabelsOf(mesh: Mesh, host: string): readonly Labels[] {
  const { byHost, ofTcp } = indexOf(mesh);
  const found = isAddress(host) || host === '*' ? ofTcp : byHost.over(host).flatMap((name) => byHost.get(name));
  return uniqueBy(found, (labels) => JSON.stringify(labels));
}

const indexOf = perMesh((mesh) => {
  const byHost = new HostIndex<Labels>();
  const ofTcp: Labels[] = [];
  for (const vs of mesh.virtualServices.filter(({ gateways }) => gateways.includes(MESH))) {
    for (const { spec } of withDelegates(mesh, vs)) {
      const { http = [], tls = [], tcp = [] } = spec;
      for (const labels of labelsIn([...http, ...tls, ...tcp])) for (const host of vs.hosts) byHost.add(host, labels);
      ofTcp.push(...labelsIn(tcp));
    }
  }
  return { byHost, ofTcp };
});

function labelsIn(rules: readonly { readonly match?: readonly StaticMatch[] }[]): readonly Labels[] {
  const matches = rules.flatMap(({ match = [] }) => match);
  return matches.flatMap(({ sourceLabels = {} }) => (Object.keys(sourceLabels).length > 0 ? [sourceLabels] : []));
}
