import { serviceId } from '../../model/gateway-services';
import { HostIndex } from '../../model/host-index';
import { Mesh } from '../../model/mesh';
import { perMesh } from '../../model/per-mesh';
import { Server } from '../../model/specs';
import { GatewayService } from '../../model/settings';
import { isHttps, isPlainHttp } from '../../way/servers';
import { hostWays } from './host-ways';

/** A port of the pods of a gateway through which requests for a host leave. */
export interface ServedHost {
  readonly host: string;
  /** The port of the pods, which policies name. */
  readonly podPort: number;
  /** `port 443/TLS of Gateway istio-system/egress` */
  readonly server: string;
  /** Whether the gateway reads HTTP there, and not only TCP or TLS. */
  readonly readsHttp: boolean;
}

/** The hosts that leave through the pods behind the Service of a gateway. */
export interface ServedHosts {
  readonly service: GatewayService;
  readonly byHost: HostIndex<ServedHost>;
  /** A host for each port and way of reading. */
  readonly samples: readonly ServedHost[];
}

/** Returns the hosts that leave through each gateway, as far as a declared request does. */
export const servedHosts = perMesh((mesh: Mesh): readonly ServedHosts[] => {
  const servers = new Map(
    mesh.gateways.flatMap(({ id, spec }) =>
      (spec.servers ?? []).map((server): [string, Server] => [`${id} ${server.port.number}`, server]),
    ),
  );
  const services = new Map([...mesh.gatewayServices.values()].map((each) => [serviceId(each), each]));
  const served = new Map<GatewayService, Map<string, ServedHost>>();
  for (const { host, ways } of hostWays(mesh)) {
    for (const { way } of ways) {
      if (way.kind !== 'gateway') continue;
      const service = services.get(way.service);
      const server = servers.get(`${way.gateway} ${way.serverPort}`);
      const podPort = service?.ports.find(({ port }) => port === way.serverPort)?.targetPort;
      if (service === undefined || server === undefined || podPort === undefined) continue;
      const name = `port ${way.serverPort}/${server.port.protocol} of Gateway ${way.gateway}`;
      const readsHttp = isPlainHttp(server) || isHttps(server);
      const hosts = served.get(service) ?? new Map<string, ServedHost>();
      served.set(service, hosts);
      hosts.set(`${host} ${name}`, { host, podPort, server: name, readsHttp });
    }
  }
  return [...served].map(([service, hosts]) => {
    const all = [...hosts.values()];
    const samples = new Map(all.map((each) => [`${each.podPort} ${each.readsHttp}`, each]));
    const byHost = new HostIndex<ServedHost>();
    for (const each of all) byHost.add(each.host, each);
    return { service, byHost, samples: [...samples.values()] };
  });
});
