import { EgressFinding } from '../input/finding';
import { MeshModel } from '../mesh/mesh-model';
import { toFinding } from '../input/egress-error';
import { ACCESS } from './access';
import { ADMISSION } from './admission';
import { Analyzer } from './analyzer';
import { AppModel, APPS } from './apps';
import { CIDR_ROUTES } from './cidr-routes';
import { CLUSTER_LOCKDOWNS } from './cluster-lockdowns';
import { DIRECT_HOSTS } from './direct-hosts';
import { DIRECT_RANGES } from './direct-ranges';
import { GATEWAY_READINESS } from './gateway-readiness';
import { GATEWAYS } from './gateways';
import { HIDDEN_HOSTS } from './hidden-hosts';
import { HOST_CLAIMS } from './host-claims';
import { INTERNAL_ADDRESSES } from './internal-addresses';
import { LOCKDOWNS } from './lockdowns';
import { NAMESPACES } from './namespaces';
import { SHARED_ADDRESSES } from './shared-addresses';
import { SIDECARS } from './sidecars';
import { SPLIT_HOSTS } from './split-hosts';
import { TUNNELS } from './tunnels';
import { UPSTREAMS } from './upstreams';
import { VIRTUAL_ADDRESSES } from './virtual-addresses';
import { WEAK_ROUTES } from './weak-routes';

/** Every check of a whole mesh. */
export const ANALYZERS: readonly Analyzer[] = [
  ...HOST_CLAIMS,
  ...TUNNELS,
  ...SPLIT_HOSTS,
  ...SHARED_ADDRESSES,
  ...CIDR_ROUTES,
  ...HIDDEN_HOSTS,
  ...DIRECT_HOSTS,
  ...DIRECT_RANGES,
  ...ACCESS,
  ...GATEWAYS,
  ...GATEWAY_READINESS,
  ...NAMESPACES,
  ...SIDECARS,
  ...LOCKDOWNS,
  ...CLUSTER_LOCKDOWNS,
  ...INTERNAL_ADDRESSES,
  ...WEAK_ROUTES,
  ...UPSTREAMS,
  ...VIRTUAL_ADDRESSES,
  ...ADMISSION,
];

/** Runs every check of a mesh, and returns the findings sorted by code, construct and content. */
export function analyze(mesh: MeshModel): readonly EgressFinding[] {
  const key = ({ code, constructPath, problem, got }: EgressFinding): string =>
    `${code} ${constructPath} ${problem} ${got}`;
  return [...run(ANALYZERS, mesh)].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Runs every check of the meshes of an app. */
export function analyzeApp(app: AppModel): readonly EgressFinding[] {
  return run(APPS, app);
}

function run<Model>(analyzers: readonly Analyzer<Model>[], model: Model): readonly EgressFinding[] {
  return analyzers.flatMap(({ code, level, analyze: find }) =>
    find(model).map(({ constructPath, ...problem }) => toFinding({ code, ...problem }, constructPath, level)),
  );
}
