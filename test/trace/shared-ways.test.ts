/**
 * The way of a request is found once for all namespaces that no object distinguishes. Each namespace must have the way that its own sidecars
 * give.
 */
import { readMesh } from '../../lib/audit/model/mesh';
import type * as ways from '../../lib/audit/way/way';
import { Way } from '../../lib/audit/way/types';
import { admitted } from '../conformance/differential/compare';
import { questionsOf } from '../conformance/differential/questions';
import { auditSets } from '../conformance/differential/sets';
import { CLIENT_LABELS } from '../conformance/differential/world';

const shared = jest.requireActual<typeof ways>('../../lib/audit/way/way');
const NAMESPACES = '../../lib/audit/way/distinct-namespaces';
let apart = shared;
jest.isolateModules(() => {
  jest.doMock(NAMESPACES, () => ({
    ...jest.requireActual<object>(NAMESPACES),
    namespaceLike: (_: unknown, namespace: string): string => namespace,
  }));
  apart = jest.requireActual<typeof ways>('../../lib/audit/way/way');
});

/** The way without the objects that decide. */
function told(way: Way): string {
  return JSON.stringify(way, (key, value: unknown) => (key === 'manifest' ? undefined : value));
}

/** Changed sets of the differential run, and some without a change. */
const SETS = [...auditSets(600, 1, 301)];

test(`the ways of ${SETS.length} sets are those of each namespace alone`, () => {
  const different = SETS.flatMap((set) => {
    const { gateways: gatewayServices, outboundTrafficPolicy } = set;
    const mesh = readMesh(admitted(set.manifests), { gatewayServices, outboundTrafficPolicy });
    return questionsOf(set, set.number)
      .filter(({ namespace: clientNamespace, ...request }) => {
        const asked = { clientNamespace, clientLabels: CLIENT_LABELS, ...request };
        return told(shared.wayOf(mesh, asked)) !== told(apart.wayOf(mesh, asked));
      })
      .map((question) => ({ set: set.name, question }));
  });
  expect(different).toEqual([]);
});
