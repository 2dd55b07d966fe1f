import { Host } from '../host/host';
import { InputError, InputProblem } from '../input/input-error';

/** An admission policy, as others see it. */
export interface Guard {
  readonly owner: string;
  readonly namespaces: readonly string[];
  /** What it is made from besides, each as a text: `deployers`, `hosts`. */
  readonly terms: Readonly<Record<string, string>>;
}

/** What is known of an admission policy once the whole app is there. */
export interface AdmissionScope extends Guard {
  /** Namespace and name of the gateway, for people. */
  readonly gateway: string;
  /** Those of all gateways of the app. */
  readonly gatewayNamespaces: readonly string[];
  /** The namespaces whose pods may have a deployer's identity, by the deployer's name. */
  readonly deployedFrom: readonly (readonly [deployer: string, namespace: string])[];
  /** Other admission policies of the app that this one must agree with. */
  readonly others: readonly Guard[];
  /** Hosts that tenants may name. */
  readonly hosts: readonly string[];
  /** Hosts of the app's routes. */
  readonly owned: readonly Host[];
}

/** What would leave the policy without effect, in words, each with its fix. */
export function admissionProblems(scope: AdmissionScope): readonly string[] {
  const problems = [...ofNamespaces(scope), ...ofDeployers(scope), ...ofOthers(scope), ...ofHosts(scope)];
  return problems.map((problem) => new InputError(problem).message);
}

function ofNamespaces({ gateway, gatewayNamespaces, namespaces }: AdmissionScope): InputProblem[] {
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
  return namespaces
    .filter((namespace) => gatewayNamespaces.includes(namespace))
    .map((namespace) => ({
      problem: `namespace ${namespace} is a gateway's own`,
      got: namespaces,
      allowed: "namespaces of tenants: a gateway's own pods would be refused",
      fix: `remove ${namespace} from namespaces`,
    }));
}

/** What one policy lets pass the other would refuse. */
function ofOthers({ owner, namespaces, terms, others }: AdmissionScope): InputProblem[] {
  return others.flatMap((other) => {
    const shared = namespaces.filter((namespace) => other.namespaces.includes(namespace));
    const differ = Object.keys(terms).filter((name) => terms[name] !== other.terms[name]);
    if (shared.length === 0 || differ.length === 0) return [];
    return [
      {
        problem: `two admission policies are for ${shared.join(', ')}, with different ${differ.join(', ')}`,
        got: [other.owner, owner],
        allowed: 'the same wherever a namespace is held to two policies: each refuses what it does not let pass itself',
        fix: `give both the same ${differ.join(', ')}, or remove the namespace from one`,
      },
    ];
  });
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
