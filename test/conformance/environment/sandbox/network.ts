/** Network namespaces and the cables between them. The sandbox's own namespace is the node; no cable leads out of it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { run } from '../tools/command';

/** The addresses of the cluster and of what is outside it. */
export const NODE_ADDRESS = '172.30.0.1';
export const SERVICE_RANGE = '10.96.0.0/16';
export const DNS_ADDRESS = '10.96.0.10';
export const POD_RANGE = '10.244.0.0/16';
const POD_GATEWAY = '10.244.0.1';
const OUTSIDE_NETWORK = '203.0.113.';
const OUTSIDE_GATEWAY = `${OUTSIDE_NETWORK}1`;
export const OUTSIDE = 'outside';

const ip = (...args: readonly string[]): Promise<string> => run('ip', args);
const inside = (namespace: string, ...args: readonly string[]): Promise<string> => ip('-n', namespace, ...args);

/** The address of the n-th pod. */
export function podAddress(index: number): string {
  const number = index + 10;
  return `10.244.${number >> 8}.${number & 255}`;
}

/** The node: routes between pods, so that every packet passes its FORWARD hook, where network policies are enforced. */
export async function makeNode(): Promise<void> {
  await ip('addr', 'add', `${NODE_ADDRESS}/32`, 'dev', 'lo');
  await run('sysctl', ['-qw', 'net.ipv4.ip_forward=1', 'net.ipv4.conf.all.rp_filter=0']);
  await run('sysctl', ['-qw', 'net.ipv4.conf.default.rp_filter=0']);
}

/** The world outside: one namespace with all its addresses, behind the node. */
export async function makeOutside(addresses: readonly string[]): Promise<void> {
  await makeNamespace(OUTSIDE);
  await ip('link', 'add', 'outside', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', OUTSIDE);
  await ip('addr', 'add', `${OUTSIDE_GATEWAY}/24`, 'dev', 'outside');
  await ip('link', 'set', 'outside', 'up');
  for (const address of addresses) await inside(OUTSIDE, 'addr', 'add', `${address}/24`, 'dev', 'eth0');
  await inside(OUTSIDE, 'link', 'set', 'eth0', 'up');
  await inside(OUTSIDE, 'route', 'add', 'default', 'via', OUTSIDE_GATEWAY);
  for (const address of addresses.filter((each) => !each.startsWith(OUTSIDE_NETWORK))) {
    await ip('route', 'add', address, 'dev', 'outside');
  }
  // The node's own packets to a Service need some route before kube-proxy's OUTPUT hook gives them their destination.
  await ip('route', 'add', SERVICE_RANGE, 'dev', 'outside', 'src', NODE_ADDRESS);
}

/** A network namespace with what `ip netns exec` lays over `/etc`: see `pod-files.ts` for a pod's. */
export async function makeNamespace(name: string, etc: Readonly<Record<string, string>> = {}): Promise<void> {
  await ip('netns', 'add', name);
  await inside(name, 'link', 'set', 'lo', 'up');
  mkdirSync(`/etc/netns/${name}`, { recursive: true });
  for (const [file, text] of Object.entries(etc)) writeFileSync(`/etc/netns/${name}/${file}`, text);
}

/** The option of `nsenter` for the network of a namespace alone, without the files that `ip netns exec` mounts. */
export function networkOf(namespace: string): string {
  return `--net=/run/netns/${namespace}`;
}

/** A cable from the node to a pod, routed on both ends. */
export async function connectPod(namespace: string, index: number): Promise<void> {
  const address = podAddress(index);
  const cable = `pod${index}`;
  await ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
  await inside(namespace, 'addr', 'add', `${address}/32`, 'dev', 'eth0');
  await inside(namespace, 'link', 'set', 'eth0', 'up');
  await inside(namespace, 'route', 'add', POD_GATEWAY, 'dev', 'eth0', 'scope', 'link');
  await inside(namespace, 'route', 'add', 'default', 'via', POD_GATEWAY);
  await ip('addr', 'add', `${POD_GATEWAY}/32`, 'dev', cable);
  await ip('link', 'set', cable, 'up');
  await ip('route', 'add', address, 'dev', cable, 'scope', 'link', 'src', NODE_ADDRESS);
}

/** Takes a namespace away, its end of the cable with it. */
export async function removeNamespace(name: string): Promise<void> {
  await ip('netns', 'del', name);
}
