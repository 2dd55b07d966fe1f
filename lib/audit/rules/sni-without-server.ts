import { nameOf } from '../manifest/manifest';
import { bareHost } from '../model/hosts';
import { few } from '../model/sentence';
import { Hit, Rule } from './rule';
import { refusedRequests } from './shared/broken-at-gateway';

/** Mesh mTLS whose SNI no server of the gateway has. */
export const SNI_WITHOUT_SERVER: Rule = {
  code: 'EGR3208',
  level: 'error',
  title: 'Mesh mTLS to a gateway has an SNI that no server of the gateway accepts.',
  effect:
    'The gateway closes the connection (`filter_chain_not_found`), and the client receives 503. Without `sni`, a sidecar sends a name of ' +
    'Istio, such as `outbound_.443_.cnn_.egress.istio-egress.svc.cluster.local`, which only a server with the host `*` accepts.',
  sources: [
    'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway-tls-origination/',
    'BuildDNSSrvSubsetKey in pilot/pkg/model/service.go',
  ],
  check: (mesh) =>
    refusedRequests(mesh).flatMap(({ request, cause, connection, servers }): readonly Hit[] => {
      const [settings] = connection.settings;
      const isServed = servers.some(({ server }) => server.tls?.mode === 'ISTIO_MUTUAL');
      if (cause.kind !== 'unknown-sni' || !isServed || settings === undefined) return [];
      const { manifest } = settings;
      const hosts = servers.flatMap(({ server }) => server.hosts ?? []).map(bareHost);
      const message = `${nameOf(manifest)} starts mesh mTLS for ${request.host} with SNI ${cause.sni}, and the servers of the gateway accept ${few(hosts)}`;
      return [{ ...settings, message, fix: `write sni: ${request.host} beside mode: ISTIO_MUTUAL` }];
    }),
};
