/** Objects of tenants that say how the mesh speaks to the hosts of the library. */
import { Expectation, Stage } from './case';
import { Group } from './group';

const objects = (verb: 'apply' | 'delete', fixture: string, namespace: string): string =>
  `${verb} -n ${namespace} -f test/conformance/cases/fixtures/${fixture}.yaml`;

/** Until istiod has read the policy: it then reports the ServiceEntries that the policy is for. */
const isRead = (namespace: string): string =>
  `wait -n ${namespace} backendtlspolicy/tenant-backend-tls --for=jsonpath={.status.ancestors[0].ancestorRef.kind}=ServiceEntry --timeout=30s`;

/**
 * Returns the stages in which tenants apply and delete such objects, one kind in one namespace after the other.
 *
 * @param namespace the namespace of the ServiceEntries
 */
export function tenantsUpstream(namespace: string, expect: readonly Group<Expectation>[]): readonly Stage[] {
  const attempts: readonly (readonly [title: string, fixture: string, namespace: string])[] = [
    ['A team applies a BackendTLSPolicy for its ServiceEntries', 'tenant-backend-tls', namespace],
    ['A team exports DestinationRules with TLS to another name', 'tenant-upstream-tls', namespace],
    ['A team exports DestinationRules with the PROXY protocol', 'tenant-upstream-proxy', namespace],
    ['The root namespace exports DestinationRules with TLS to another name', 'tenant-upstream-tls', 'istio-system'],
    ['The root namespace exports DestinationRules with the PROXY protocol', 'tenant-upstream-proxy', 'istio-system'],
    ['Another namespace exports DestinationRules with TLS to another name', 'tenant-upstream-tls', 'databases'],
  ];
  return attempts.flatMap(([title, fixture, where]) => [
    {
      title,
      kubectl: [objects('apply', fixture, where), ...(fixture === 'tenant-backend-tls' ? [isRead(where)] : [])],
      expect,
    },
    { title: `${title}, and deletes what it applied`, kubectl: [objects('delete', fixture, where)] },
  ]);
}
