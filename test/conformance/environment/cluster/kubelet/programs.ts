/** What runs for the image of a container. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MISNAMED_HOST, PRIVATE_HOST, SERVED_NAMES } from '../../outside/hosts';
import type { ServerOptions } from '../../outside/server';
import { RUN } from '../../sandbox/enter';
import { REPOSITORY } from '../../tools/repository';
import { Tools } from '../../tools/tools';
import { ISTIOD } from '../identities';
import { Container } from '../objects';
import { PKI } from '../pki';

/** The user of Istio's proxy, whose own traffic is not redirected. */
export const PROXY_USER = 1337;

/** What runs for a container. */
export interface Program {
  /** Empty if nothing runs: the container only keeps the pod's network open. */
  readonly command: readonly string[];
  readonly user?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const NOTHING: Program = { command: [] };

/** The program of a container, its arguments expanded already. */
export function programOf(
  tools: Tools,
  container: Container,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Program {
  const [repository = ''] = container.image.split(':');
  const image = repository.slice(repository.lastIndexOf('/') + 1);
  switch (image) {
    case 'pilot':
      return {
        command: [tools.istio('pilot-discovery'), ...args],
        env: { KUBECONFIG: ISTIOD.kubeconfig },
      };
    case 'proxyv2':
      return args[0] === 'istio-iptables'
        ? { command: [tools.istio('pilot-agent'), ...args] }
        : {
            command: [tools.istio('pilot-agent'), ...args],
            user: PROXY_USER,
            env: { PROXY_CONFIG: proxyConfig(tools, environment['PROXY_CONFIG']) },
          };
    case 'coredns':
      return { command: [tools.coredns, '-conf', join('etc', 'coredns', 'Corefile')] };
    case 'command':
      return { command: args };
    case 'echo':
      return { command: echo((container.ports ?? []).map(({ containerPort }) => containerPort)) };
    default:
      return NOTHING;
  }
}

/** The command of a hook: that of Istio's image is in no folder of the machine's path. */
export function hookOf(tools: Tools, [program = '', ...args]: readonly string[]): readonly string[] {
  if (program === '') return [];
  return [program === 'pilot-agent' ? tools.istio('pilot-agent') : program, ...args];
}

/**
 * What istiod injects, except for the path of Envoy, which in the image is `/usr/local/bin/envoy`, and two intervals that tests
 * would wait for: of the access log, which Envoy writes each second, and of the drain, which lasts 5 seconds.
 */
function proxyConfig(tools: Tools, injected = '{}'): string {
  const config = JSON.parse(injected) as object;
  return JSON.stringify({
    ...config,
    binaryPath: tools.envoy,
    fileFlushInterval: '0.1s',
    terminationDrainDuration: '1s',
  });
}

/** The server of `outside/server.ts`, on ports. */
export function echo(ports: readonly number[], datagramPorts: readonly number[] = []): string[] {
  const file = join(REPOSITORY, 'test', 'conformance', 'environment', 'outside', 'server.ts');
  // The program runs in the pod's folder, from where Node finds no package.
  const tsx = pathToFileURL(require.resolve('tsx')).href;
  const others = { [PRIVATE_HOST]: PKI.privateHost, [MISNAMED_HOST]: PKI.misnamedHost };
  const options: ServerOptions = {
    ports,
    datagramPorts,
    certificate: PKI.outside,
    others,
    clients: PKI.authority,
    names: SERVED_NAMES,
  };
  return [process.execPath, '--import', tsx, file, JSON.stringify(options)];
}

/** Where pods have their folders. */
export const PODS = `${RUN}/pods`;
