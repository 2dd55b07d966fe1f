import { Host } from '../model/host';
import { InputError, InputProblem } from '../model/input-error';

/** What is known of an admission policy once the whole app is there. */
export interface AdmissionScope {
  /** Namespace and name of the gateway, for people. */
  readonly gateway: string;
  readonly gatewayNamespace: string;
  readonly namespaces: readonly string[];
  /** The namespaces whose pods may have a deployer's identity, by the deployer's name. */
  readonly deployedFrom: readonly (readonly [deployer: string, namespace: string])[];
  /** Hosts that tenants may name. */
  readonly hosts: readonly string[];
  /** Hosts of the app's routes. */
  readonly owned: readonly Host[];
}

/** What would leave the policy without effect, in words, each with its fix. */
export function admissionProblems(scope: AdmissionScope): readonly string[] {
  const problems = [...ofNamespaces(scope), ...ofDeployers(scope), ...ofHosts(scope)];
  return problems.map((problem) => new InputError(problem).message);
}

function ofNamespaces({ gateway, gatewayNamespace, namespaces }: AdmissionScope): InputProblem[] {
  if (namespaces.length === 0) {
    return [
      {
        problem: `the admission policy of gateway ${gateway} is for no namespace`,
        got: 'no namespaces, and no lockdown of this app that leads to it',
        allowed: 'one namespace or more',
        fix: 'write namespaces: ["payments"], or lock the namespaces of the clients down in this app',
      },
    ];
  }
  if (!namespaces.includes(gatewayNamespace)) return [];
  return [
    {
      problem: `namespace ${gatewayNamespace} is the gateway's own`,
      got: namespaces,
      allowed: 'namespaces of tenants',
      fix: `remove ${gatewayNamespace} from namespaces`,
    },
  ];
}

function ofDeployers({ deployedFrom, namespaces }: AdmissionScope): InputProblem[] {
  const tenants = deployedFrom.filter(([, namespace]) => namespaces.includes(namespace));
  return tenants.map(([deployer, namespace]) => ({
    problem: `deployer ${deployer} is a tenant`,
    got: namespace,
    allowed: 'service accounts of other namespaces: whoever makes pods in this one has its accounts',
    fix: 'run the pipeline in a namespace of the platform',
  }));
}

function ofHosts({ hosts, owned }: AdmissionScope): InputProblem[] {
  const claimed = hosts.filter((host) => owned.some((other) => other.name === host || isBelow(host, other)));
  return claimed.map((host) => ({
    problem: `host ${host} is the gateway's`,
    got: host,
    allowed: 'hosts of no route: a VirtualService of a tenant for it would be one for the whole mesh',
    fix: 'remove it from hosts',
  }));
}

function isBelow(name: string, { isWildcard, domain }: Host): boolean {
  return isWildcard && name.endsWith(`.${domain}`);
}
