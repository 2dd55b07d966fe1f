/**
 * The connections without which a request does not leave.
 */
import { serviceId } from '../model/gateway-services';
import { Mesh } from '../model/mesh';
import { GatewayService } from '../model/settings';
import { Need } from './connections';
import { effectOf } from './effects';
import { callerText, Destination, DNS, gatewayPods, hasName, hostAt, istiodOf, podOf } from './ends';
import { Asked, Question } from './question';

/** A port of the pods of a gateway. */
export interface PodPort {
  readonly service: GatewayService;
  readonly port: number;
  /** Whether the gateway has sent the request to itself. */
  readonly isLoopback?: boolean;
}

/** Returns a connection of the caller. */
export function needOf({ caller }: Asked, to: readonly Destination[], effect: string): Need {
  return { from: podOf(caller), fromText: callerText(caller), to, effect };
}

/**
 * Returns the connections of a pod with a sidecar: a sidecar that starts under the policies needs istiod, and the application needs the
 * address of the host.
 */
export function needsOfSidecar(mesh: Mesh, question: Asked): Need[] {
  const effect =
    'a sidecar that starts receives no configuration and no certificate, so that its pod does not become ready';
  return [needOf(question, [istiodOf(mesh)], effect), ...needsOfName(question)];
}

/** Returns the connections by which the application resolves the host. An application can have the address of any other host. */
export function needsOfName(question: Asked): Need[] {
  const { host } = question;
  const effect = `the application cannot resolve ${host}`;
  return hasName(host) && host !== '*' ? [needOf(question, DNS, effect)] : [];
}

/** Returns the connection from the sidecar to the first gateway, and from each gateway to the next. */
export function needsOfHops(question: Question, entries: readonly PodPort[]): Need[] {
  return entries
    .filter(({ isLoopback }) => isLoopback !== true)
    .map(({ service, port }, index, hops) => {
      const to: Destination = {
        to: gatewayPods(service),
        port,
        protocol: 'TCP',
        text: `the pods of ${serviceId(service)}`,
      };
      const before = hops[index - 1]?.service;
      if (before === undefined) return needOf(question, [to], effectOf('sidecar', question.protocol));
      return needOfPods(before, [to], effectOf('gateway', question.protocol));
    });
}

/** Returns the connections of the last gateway. */
export function needsOfGateway(
  mesh: Mesh,
  question: Question,
  service: GatewayService,
  endpoints: readonly { readonly host: string; readonly port: number }[],
): Need[] {
  const named = endpoints.every(({ host }) => hasName(host)) ? endpoints[0]?.host : undefined;
  const ends = endpoints.map(({ host, port }) => hostAt(host, port, addressOf(question, host)));
  return [
    needOfPods(service, [istiodOf(mesh)], 'a gateway that starts receives no configuration'),
    ...(named === undefined ? [] : [needOfPods(service, DNS, `the gateway cannot resolve ${named}`)]),
    needOfPods(service, ends, effectOf('gateway', question.protocol)),
  ];
}

function needOfPods(service: GatewayService, to: readonly Destination[], effect: string): Need {
  return { from: gatewayPods(service), fromText: `the pods of ${serviceId(service)}`, to, effect };
}

/** Returns the address of a host, if the question has the address. */
export function addressOf({ host, address }: Asked, asked: string): string | undefined {
  return host === asked ? address : undefined;
}
