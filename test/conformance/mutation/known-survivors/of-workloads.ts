/** Of the gateway's pods, and of their log. */
import { Survivor } from '../survivor';

export const OF_WORKLOADS: readonly Survivor[] = [
  {
    mutant: { operator: 'delete-object', kind: 'PodDisruptionBudget' },
    reason: 'limits how many pods are evicted at once; no request depends on it',
  },
  {
    mutant: { operator: 'delete-object', kind: 'HorizontalPodAutoscaler' },
    reason: 'decides how many pods there are; one carries every request',
  },
  {
    mutant: { operator: 'deployment/drop-label', field: '["app.kubernetes.io/name"]' },
    reason: 'a name for people and telemetry; nothing selects by it',
  },
  {
    mutant: { operator: 'deployment/drop-label', field: '["istio.io/dataplane-mode"]' },
    reason: 'read in ambient mode only',
  },
  {
    mutant: { operator: 'deployment/default-account', example: 'own-gateway' },
    reason: "the gateway's identity matters to policies that name it; this example has none",
  },
  {
    mutant: { operator: 'telemetry/any-workload', example: 'telemetry/main' },
    reason: 'in this case every proxy logs; in that of telemetry/text none does but the gateway',
  },
  {
    mutant: { operator: 'telemetry/any-workload', example: 'production' },
    reason: 'beside the gateway nothing in its namespace has a proxy',
  },
  {
    mutant: { operator: 'sidecar/drop-host', field: 'hosts[2]', example: 'production' },
    reason: "the gateway's Service: Istio also takes in the destinations of VirtualServices that a sidecar knows",
  },
  {
    mutant: { operator: 'sidecar/any-host-of-namespace', field: 'hosts[2]', example: 'production' },
    reason: "the gateway's Service is the only one of its namespace",
  },
];
