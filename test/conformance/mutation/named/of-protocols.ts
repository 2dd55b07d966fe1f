/** Of the protocols in which requests reach a host. */
import { NamedMutant, ofProgram } from '../named-mutant';

const POOL = 'connectionPool.http.useClientProtocol -> false';

export const OF_PROTOCOLS: readonly NamedMutant[] = ofProgram('protocols/main', [
  {
    name: 'With the protocol HTTP, a stream of gRPC does not reach a host that speaks HTTP/2 only',
    change: 'ServiceEntry default/external-grpc-example-org: ports[0].protocol -> HTTP',
    red: 'test-egress/curl grpc://grpc.example.org:50051/bank.Ledger/Watch',
  },
  {
    name: 'If the sidecar does not keep the protocol of the application, no WebSocket opens',
    change: `DestinationRule istio-system/egress-subset-feed-example-org: subsets[0].trafficPolicy.portLevelSettings[0].${POOL}`,
    red: 'test-egress/curl ws://feed.example.org:8080/',
  },
  {
    name: 'If the gateway does not keep the protocol of the application, gRPC reaches the host in HTTP/1.1',
    change: `DestinationRule istio-system/egress-upstream-edition-cnn-com: trafficPolicy.portLevelSettings[1].${POOL}`,
    red: 'test-egress/curl grpc://edition.cnn.com:50051/news.Desk/Watch',
  },
  {
    name: 'Without its EnvoyFilter, gRPC over TLS has the scheme http',
    change:
      'EnvoyFilter istio-system/egress-requests-api-example-org: configPatches[0].patch.value.typed_config.scheme_header_transformation.scheme_to_overwrite -> http',
    red: 'test-egress/curl grpc://api.example.org:50051/bank.Ledger/Watch',
  },
]);
