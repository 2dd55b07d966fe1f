import { Rule } from './rule';
import { failuresOf, hitOf } from './shared/failures';

/** A host for which a gateway has no address. */
export const UNRESOLVABLE_HOST: Rule = {
  code: 'EGR3018',
  level: 'error',
  title: 'A gateway has no address for a host.',
  effect:
    'The address that the client dialed is lost at a gateway. A host with `resolution: NONE`, a wildcard without endpoints, and a STATIC ' +
    'host without endpoints have no endpoint at a gateway, which answers 503.',
  sources: [
    'convertResolution in pilot/pkg/networking/core/cluster.go',
    'https://istio.io/latest/docs/tasks/traffic-management/egress/wildcard-egress-hosts/',
  ],
  check: (mesh) =>
    failuresOf(mesh, 'unresolvable-host')
      .filter(({ isAtGateway }) => isAtGateway)
      .map((failure) => hitOf(mesh, failure)),
};
