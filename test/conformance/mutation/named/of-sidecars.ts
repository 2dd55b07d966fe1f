/** Of what sidecars know, and of what the gateway writes about requests. */
import { NamedMutant, ofProgram } from '../named-mutant';

const undeclared = 'default/curl https://b.example.net/';

const strict = ofProgram('strict/main', [
  {
    name: 'A Sidecar without egressProxy lets requests for unknown hosts leave directly',
    change: 'Sidecar default/egress-sidecar-default: outboundTrafficPolicy.egressProxy dropped',
    red: undeclared,
  },
  {
    name: 'Without the policy for unknown hosts, the gateway refuses the tunnel of strict sidecars',
    change: 'AuthorizationPolicy istio-system/egress-undeclared-istio-egressgateway: deleted',
    red: 'default/curl https://www.example.com/',
  },
]);

const open = ofProgram('strict/open', [
  {
    name: 'Without the EnvoyFilter, routes of before the Sidecar stay',
    change: 'EnvoyFilter test-egress/egress-strict-test-egress: deleted',
    red: 'test-egress/curl http://www.example.com/',
  },
]);

const narrowed = [
  ...ofProgram('who-may-leave/narrowed', [
    {
      name: 'A narrowed host that every namespace sees is open to workloads that are no source',
      change: 'ServiceEntry default/external-www-example-com: exportTo -> ["*"]',
      red: 'default/curl https://www.example.com/',
    },
  ]),
];

const logs = [
  ...ofProgram('telemetry/main', [
    {
      name: 'A Sidecar in the mode ALLOW_ANY lets requests for unknown hosts leave directly',
      change: 'Sidecar default/egress-sidecar-default: outboundTrafficPolicy.mode -> ALLOW_ANY',
      red: 'default/curl http://api.example.org/',
    },
    {
      name: 'A Sidecar that imports every host reaches Services beside additionalHosts',
      change: 'Sidecar default/egress-sidecar-default: egress[0].hosts + */*',
      red: 'default/curl http://server.test-egress:8000/',
    },
    {
      name: 'A disabled access log has no line of the caller',
      change: 'Telemetry istio-system/egress-access-log-istio-egressgateway: accessLogging[0].disabled -> true',
      red: 'default/curl http://edition.cnn.com/politics',
    },
  ]),
  ...ofProgram('telemetry/text', [
    {
      name: "A Telemetry without the selector of the gateway's pods makes every proxy log",
      change: 'Telemetry istio-system/egress-access-log-istio-egressgateway: selector dropped',
      red: 'default/curl http://edition.cnn.com/politics',
    },
  ]),
];

export const OF_SIDECARS: readonly NamedMutant[] = [...strict, ...open, ...narrowed, ...logs];
