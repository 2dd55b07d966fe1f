import { at, Evidence } from '../manifest/evidence';
import { serviceHost } from './gateway-services';
import { kubernetesServices } from './kubernetes-services';
import { hasLabels } from './labels';
import { perMesh } from './per-mesh';

/** Returns the selectors of Gateways that select pods without the proxy of a gateway, by the full host name of the Service of the pods. */
export const selectorsOfOrdinaryPods = perMesh(
  ({ manifests, gateways, clusterDomain }): ReadonlyMap<string, Evidence> => {
    const ordinary = kubernetesServices(manifests).filter(({ canBeGateway }) => !canBeGateway);
    return new Map(
      ordinary.flatMap((service): [string, Evidence][] => {
        const gateway = gateways.find(
          ({ spec: { selector = {} } }) => Object.keys(selector).length > 0 && hasLabels(service.podLabels, selector),
        );
        return gateway === undefined ? [] : [[serviceHost(service, clusterDomain), at(gateway, 'spec', 'selector')]];
      }),
    );
  },
);
