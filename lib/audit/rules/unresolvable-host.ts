import { Rule } from './rule';
import { failuresOf, hitOf } from './shared/failures';

export const UNRESOLVABLE_HOST: Rule = {
  code: 'EGR3018',
  level: 'error',
  title: 'A gateway has no address for a host.',
  why:
    'The address that the client dialed is lost at a gateway. A host with `resolution: NONE`, a wildcard without endpoints, and a ' +
    'STATIC host without endpoints have no endpoint at a gateway, which answers 503. Sources: convertResolution in ' +
    'pilot/pkg/networking/core/cluster.go, and https://istio.io/latest/docs/tasks/traffic-management/egress/wildcard-egress-hosts/.',
  check: (mesh) =>
    failuresOf(mesh, 'unresolvable-host')
      .filter(({ isAtGateway }) => isAtGateway)
      .map((failure) => hitOf(failure, 'route to a ServiceEntry with resolution: DNS and one host, or with endpoints')),
};
