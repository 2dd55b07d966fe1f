/** The objects of Istio's egress gateway task, `before.yaml`, in the cases of a migration. */
import { Expectation, request } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';

export const APPLY_TASK = 'apply -f examples/migration/before.yaml';
/** One command, also if some of the objects are deleted already. */
export const DELETE_TASK = 'delete --ignore-not-found -f examples/migration/before.yaml';

/** The labels that the NetworkPolicy of the task selects. */
export const LABELS = ['label namespace istio-system istio=system', 'label namespace kube-system kube-system=true'];
export const NO_LABELS = ['label namespace istio-system istio-', 'label namespace kube-system kube-system-'];

/** The report of `istioctl analyze` about the host while sidecars have two VirtualServices for the host. */
export const AMBIGUOUS: Group<string> = {
  because: 'Sidecars use one VirtualService for a host, and istioctl reports both.',
  expect: [
    'IST0109 VirtualService default/direct-cnn-through-egress-gateway',
    'IST0109 VirtualService default/egress-route-edition-cnn-com',
  ],
};

/** Returns the paths of requests while sidecars use the VirtualService of the task, which keeps the headers of the mesh. */
export function ofTask(because: string, gateway: string): Group<Expectation> {
  const through = (client: string, url: string, port: number): Expectation => ({
    ...request(client, url).goesThrough(`outbound|${port}||edition.cnn.com`, gateway),
    besides: undefined,
  });
  return {
    because,
    expect: ['default/curl', 'test-egress/curl'].flatMap((client) => [
      through(client, 'http://edition.cnn.com/politics', 80),
      through(client, 'https://edition.cnn.com/politics', 443),
    ]),
  };
}
