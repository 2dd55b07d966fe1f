import { Group } from '../../test/conformance/cases/group';
import { connections } from '../../test/conformance/cases/truth-table';

/** Denied connections of the lockdown, by the ways around the gateway that they close. */
export const denies: readonly Group<string>[] = [
  {
    because: 'The lockdown denies TCP to every address outside the cluster.',
    closes: ['B1', 'B26', 'B28'],
    expect: connections('outside', '80/TCP', '443/TCP', '5432/TCP', '8443/TCP'),
  },
  {
    because: 'The lockdown denies UDP, and with it HTTP/3, to every address outside the cluster.',
    closes: ['B5'],
    expect: connections('outside', '443/UDP'),
  },
  {
    because: 'The lockdown allows DNS queries to the cluster DNS only.',
    closes: ['B6'],
    expect: [...connections('outside', '53/UDP', '53/TCP'), ...connections('beside DNS', '53/UDP', '53/TCP')],
  },
  {
    because: 'The lockdown denies IPv6 outside the cluster as it denies IPv4.',
    closes: ['B7'],
    expect: connections('outside, IPv6', '80/TCP', '443/TCP', '443/UDP', '53/UDP'),
  },
  {
    because: 'The lockdown allows the needed ports of the gateway and of istiod, and no other port.',
    closes: ['B22'],
    expect: [
      ...connections('istiod', '15010/TCP', '15014/TCP', '15017/TCP', '8080/TCP'),
      ...connections('gateway', '15000/TCP', '15021/TCP', '15090/TCP'),
    ],
  },
  {
    because: 'The lockdown denies the other pods in the namespaces of the gateway and of istiod.',
    closes: ['B22', 'B30'],
    expect: [
      ...connections('beside the gateway', '80/TCP', '443/TCP', '8080/TCP', '8443/TCP'),
      ...connections('beside istiod', '15012/TCP'),
    ],
  },
  {
    because: 'The lockdown denies pods of other namespaces, which could forward a request.',
    closes: ['B30', 'B31'],
    expect: connections('other namespace', '80/TCP', '443/TCP', '5432/TCP', '8000/TCP', '8080/TCP', '8443/TCP'),
  },
  {
    because: 'Pods of another namespace with the labels of the gateway, the cluster DNS or istiod are no peers.',
    closes: ['B23'],
    expect: [
      ...connections('namesake of the gateway', '8080/TCP', '8443/TCP'),
      ...connections('namesake of DNS', '53/UDP', '53/TCP'),
      ...connections('namesake of istiod', '15012/TCP'),
    ],
  },
];
