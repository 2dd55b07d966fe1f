import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { effects, object } from './help';

test.each<[string, Manifest, string[]]>([
  [
    'its Service',
    object('Service', {
      selector: { istio: 'egress' },
      ports: [
        { port: 80, targetPort: 8080 },
        { port: 443, targetPort: 8443 },
      ],
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'service/selector | selector.istio: egress -> no-such-value',
      'service/drop-port | ports[0]: gone',
      'service/drop-port | ports[1]: gone',
      'service/port | ports[0].port: 80 -> 81',
      'service/port | ports[1].port: 443 -> 444',
      'service/target-port | ports[0].targetPort: 8080 -> 8081',
      'service/target-port | ports[1].targetPort: 8443 -> 8444',
    ],
  ],
  [
    'its Deployment',
    object('Deployment', {
      replicas: 2,
      selector: { matchLabels: { istio: 'egress' } },
      template: {
        metadata: {
          annotations: { 'inject.istio.io/templates': 'gateway', 'prometheus.io/port': '15020' },
          labels: { istio: 'egress', 'sidecar.istio.io/inject': 'true' },
        },
        spec: {
          containers: [{ name: 'istio-proxy', image: 'auto' }],
          nodeSelector: { role: 'egress' },
          serviceAccountName: 'egress',
          tolerations: [{ key: 'egress' }],
        },
      },
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'deployment/replicas | replicas: 2 -> 0',
      'deployment/drop-label | template.metadata.labels.istio: gone',
      'deployment/drop-label | template.metadata.labels["sidecar.istio.io/inject"]: gone',
      'deployment/selected-label | selector.matchLabels.istio: egress -> no-such-value',
      'deployment/relabel | selector.matchLabels.istio: egress -> no-such-value; template.metadata.labels.istio: egress -> no-such-value',
      'deployment/no-injection | template.metadata.labels["sidecar.istio.io/inject"]: true -> false',
      'deployment/drop-annotation | template.metadata.annotations["inject.istio.io/templates"]: gone',
      'deployment/injected-template | template.metadata.annotations["inject.istio.io/templates"]: gateway -> sidecar',
      'deployment/container | template.spec.containers[0].name: istio-proxy -> no-proxy',
      'deployment/service-account | template.spec.serviceAccountName: egress -> no-such-account',
      'deployment/default-account | template.spec.serviceAccountName: gone',
      'deployment/node-selector | template.spec.nodeSelector.role: egress -> no-such-value',
      'deployment/drop-toleration | template.spec.tolerations[0]: gone',
    ],
  ],
])("what becomes of a gateway's workload: %s", (_, manifest, expected) => {
  expect(effects(manifest)).toEqual(expected);
});
