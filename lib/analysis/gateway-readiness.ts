import { EgressPlan } from '../mesh/egress-plan';
import { gatewayKey, GatewayModel, maySharePods, serviceHost } from '../mesh/gateway';
import { GatewayDescription } from '../mesh/gateways';
import { distinctSecretKeys, secretKeyText } from '../mesh/http-credential-model';
import { MeshModel } from '../mesh/mesh-model';
import { credentialsOf } from '../mesh/route-through';
import { Analyzer, error, Finding, warning } from './analyzer';

/** Requirements of gateways for their routes and for the egress proxy, and gateways without effect. */
export const GATEWAY_READINESS: readonly Analyzer[] = [
  error('EGR1204', 'A gateway cannot read the Secrets of its hosts.', ({ gateways, plan }) =>
    gateways.descriptions
      .filter(({ canReadSecrets }) => !canReadSecrets)
      .flatMap(({ owner, model }) => {
        const key = gatewayKey(model);
        const routes = plan.routesThrough(key);
        const needy = routes.filter(({ ports }) =>
          ports.some(({ origination }) => origination?.credentialName !== undefined),
        );
        if (needy.length === 0) return [];
        return [
          {
            constructPath: owner,
            problem: `gateway ${key} cannot read the Secrets of its hosts`,
            got: [...new Set(needy.map(({ host }) => host))].sort(),
            allowed: 'credentialName on routes through a gateway that may read Secrets',
            fix: 'write GatewayWorkload.deployment({ readSecrets: true }), or replace credentialName with caCertificates',
          },
        ];
      }),
  ),
  error('EGR1206', 'Sidecars use the egress proxy of a gateway that another app owns, without `egressProxy`.', (mesh) =>
    mesh.sidecars.all.flatMap(({ owner, egressProxy }) => {
      if (egressProxy === undefined || egressProxy.egressProxy || !mesh.gateways.isImported(gatewayKey(egressProxy)))
        return [];
      return [
        {
          constructPath: owner,
          problem: `gateway ${gatewayKey(egressProxy)} of another app must have egressProxy: true`,
          got: { egressProxy: false },
          allowed:
            'a gateway that this app creates with new EgressGateway(...), or an imported gateway with egressProxy: true',
          fix: 'write egressProxy: true in fromEgressGatewayAttributes(...), and on the EgressGateway in the app of its owner',
        },
      ];
    }),
  ),
  error('EGR1207', 'The default deny policy of this app would deny the egress-proxy traffic of a gateway.', (mesh) =>
    importsClosedHere(mesh)
      .filter(({ model }) => model.egressProxy)
      .map(({ owner, model }) => ({
        constructPath: owner,
        problem: `gateway ${gatewayKey(model)} must have defaultDeny with egressProxy, because routes of this app have sources`,
        got: { egressProxy: true, defaultDeny: false },
        allowed:
          'defaultDeny with egressProxy, if routes have sources: the owner of the gateway then writes both policies',
        fix: 'write defaultDeny: true in fromEgressGatewayAttributes(...), and on the EgressGateway in the app of its owner',
      })),
  ),
  error('EGR1210', 'A gateway does not mount the Secrets of its routes.', unmounted),
  warning('EGR2001', 'The hosts of a gateway with sources are open on the pods of another gateway.', openElsewhere),
  warning('EGR2002', 'A gateway has no routes.', ({ gateways, plan }) =>
    gateways.descriptions
      .filter(({ ownership, model }) => ownership !== 'imported' && plan.routesThrough(gatewayKey(model)).length === 0)
      .map(({ owner, model }) => ({
        constructPath: owner,
        problem: `gateway ${serviceHost(model)} has no routes`,
        got: [],
        allowed: 'one route or more',
        fix: "create a route: new ExternalTlsRoute(chart, 'web', { gateway, hosts: ['www.example.com'] })",
      })),
  ),
  warning('EGR2003', 'Routes of other apps on a gateway are closed until they have sources.', (mesh) =>
    importsClosedHere(mesh).map(({ owner, model }) => ({
      constructPath: owner,
      problem: `routes of other apps through gateway ${gatewayKey(model)} are closed until these routes have sources`,
      got: { defaultDeny: false },
      allowed: 'sources on every route of every app, once one route has sources',
      fix: 'write allowFrom on the routes of every app, and defaultDeny: true wherever the gateway is described',
    })),
  ),
];

/** Returns a finding for each gateway whose pods this app does not deploy and whose description lacks credentials of routes. */
function unmounted({ gateways, plan }: MeshModel): readonly Finding[] {
  return gateways.all.flatMap(({ owner, model }) => {
    const key = gatewayKey(model);
    const descriptions = gateways.descriptionsOf(key);
    if (descriptions.some(({ ownership }) => ownership === 'deployed')) return [];
    const mounted = descriptions.flatMap(({ secretKeys }) => secretKeys.map(secretKeyText));
    const needed = distinctSecretKeys(plan.routesThrough(key).flatMap(credentialsOf));
    const missing = needed.filter((value) => !mounted.includes(secretKeyText(value)));
    if (missing.length === 0) return [];
    const source = missing.map(
      ({ secretName, key: name }) =>
        `HttpCredential.fromSecret({ secretName: "${secretName}"${name === 'authorization' ? '' : `, key: "${name}"`} })`,
    );
    const where = gateways.isImported(key)
      ? 'in fromEgressGatewayAttributes(...), and on the EgressGateway in the app of its owner'
      : 'on the EgressGateway, and install the gateway with gateway.installOverlay()';
    return [
      {
        constructPath: owner,
        problem: `gateway ${key} must mount the Secrets of the credentials of its routes`,
        got: { notMounted: missing.map(secretKeyText) },
        allowed: 'credentials that the gateway lists, and routes of the app that deploys the gateway',
        fix: `write credentials: [${source.join(', ')}] ${where}`,
      },
    ];
  });
}

/** Returns the gateways of other apps for which routes of this app write the default deny policy. */
function importsClosedHere({ gateways, plan }: MeshModel): readonly GatewayDescription[] {
  return gateways.all.filter(({ model }) => {
    return gateways.isImported(gatewayKey(model)) && !model.defaultDeny && hasSources(plan, model);
  });
}

/** Returns whether a route through a gateway has sources. */
function hasSources(plan: EgressPlan, model: GatewayModel): boolean {
  return plan.routesThrough(gatewayKey(model)).some(({ access }) => access.sources.length > 0);
}

/**
 * A Gateway object selects pods in every namespace, but an AuthorizationPolicy selects pods of its own namespace only, unless that
 * is the root namespace.
 */
function openElsewhere(mesh: MeshModel): readonly Finding[] {
  const { all } = mesh.gateways;
  const hasPolicies = ({ model }: GatewayDescription): boolean => model.defaultDeny || hasSources(mesh.plan, model);
  return all.flatMap((gateway) => {
    const { model, owner } = gateway;
    if (model.namespace === model.rootNamespace || !hasPolicies(gateway)) return [];
    const open = all.filter(
      (other) => other.model.namespace !== model.namespace && maySharePods(other.model, model) && !hasPolicies(other),
    );
    if (open.length === 0) return [];
    const others = open.map((other) => gatewayKey(other.model)).join(', ');
    return [
      {
        constructPath: owner,
        problem: `hosts of gateway ${gatewayKey(model)} are open to every caller on the pods of ${others}, which its selector may select`,
        got: model.selector,
        allowed: 'labels that no other gateway has, or defaultDeny on both gateways',
        fix: `give the pods of the two gateways different labels (selector), or write defaultDeny: true on ${others}`,
      },
    ];
  });
}
