import { SHARED_CHECKS } from '../input/shared-checks';
import { ExportTo } from '../mesh/export-to';
import { MeshModel } from '../mesh/mesh-model';
import { OutboundTrafficPolicyMode } from '../mesh/outbound-traffic-policy-mode';
import { selectsEveryPod } from '../mesh/pod-labels';
import { includesNamespace, Source } from '../mesh/source';
import { Analyzer, Finding, perOwner, warning } from './analyzer';

/** Routes that are weaker than they look. */
export const WEAK_ROUTES: readonly Analyzer[] = [
  warning('EGR2006', 'A route is hidden from namespaces that nothing protects.', unprotected),
  warning('EGR2007', 'A route has direct ports, to which its sources do not apply.', ({ plan }) =>
    perOwner(
      plan.routes.filter(
        ({ access, ports }) => access.sources.length > 0 && ports.some(({ routing }) => routing === 'direct'),
      ),
      {
        problem: 'allowFrom does not apply to directPorts, which every namespace can reach',
        allowed: 'routes with allowFrom and without directPorts',
        fix: 'remove directPorts, and create an ExternalTlsRoute for the port',
      },
    ),
  ),
  warning('EGR2008', SHARED_CHECKS.EGR2008, ({ plan }) =>
    perOwner(
      plan.routes.filter(({ ports }) => ports.some(({ origination }) => origination?.verify === false)),
      {
        problem: 'the gateway does not verify the certificates of the hosts',
        allowed: 'TlsOrigination.simple(...) or TlsOrigination.mutual(...)',
        fix: 'write tlsOrigination: TlsOrigination.simple()',
      },
    ),
  ),
];

/** Under `ALLOW_ANY`, sidecars that cannot see a route send requests for its host directly. */
function unprotected({ settings, lockdowns, plan }: MeshModel): readonly Finding[] {
  if (settings.outboundTrafficPolicy === OutboundTrafficPolicyMode.REGISTRY_ONLY) return [];
  const ofEveryPod = lockdowns.all.filter(({ podLabels }) => selectsEveryPod(podLabels));
  const closed = [...new Set(ofEveryPod.flatMap(({ namespaces }) => namespaces))];
  const hasClosedOthers = (sources: readonly Source[]): boolean =>
    closed.some((namespace) => !includesNamespace(sources, namespace));
  return perOwner(
    plan.routes.filter(({ exportTo, access }) => exportTo === ExportTo.SOURCES && !hasClosedOthers(access.sources)),
    {
      problem: 'the route is hidden from other namespaces, whose sidecars then send requests for its hosts directly',
      allowed: 'ExportTo.SOURCES in a mesh with REGISTRY_ONLY, or with lockdowns of the other namespaces',
      fix: 'write exportTo: ExportTo.ALL, or declare the mesh: new EgressMesh(app, "mesh", { outboundTrafficPolicy: OutboundTrafficPolicyMode.REGISTRY_ONLY })',
    },
  );
}
