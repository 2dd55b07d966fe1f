import { Host } from '../../../lib/host/host';
import { assertOutsideName } from '../../../lib/mesh/assert-outside-name';
import { findingOf } from '../input/findings';

const run = (name: string, externalDomains: string[] = []) =>
  assertOutsideName(Host.parsePattern(name), externalDomains);

test.each([
  ['metadata.google.internal', 'host cannot be the Google Cloud metadata server'],
  ['Metadata.GOOG.', 'host cannot be the Google Cloud metadata server'],
  ['v1.metadata.goog', 'host cannot be the Google Cloud metadata server'],
  ['instance-data.ec2.internal', 'host cannot be the AWS instance metadata service'],
  ['metadata.tencentyun.com', 'host cannot be the Tencent Cloud metadata service'],
  ['api.metadata.cloud.ibm.com', 'host cannot be the IBM Cloud VPC metadata service'],
  ['*.google.internal', 'host cannot cover metadata.google.internal, the Google Cloud metadata server'],
  ['*.tencentyun.com', 'host cannot cover metadata.tencentyun.com, the Tencent Cloud metadata service'],
])('assertOutsideName rejects the metadata service %s, also in a domain of the organization', (name, problem) => {
  for (const domains of [[], [Host.parsePattern(name).domain]]) {
    expect(findingOf(() => run(name, domains))).toMatchObject({ code: 'EGR0211', problem });
  }
});

test.each([
  ['db.corp.internal', 'internal', 'corp.internal'],
  ['ip-10-0-0-1.eu-west-1.compute.internal', 'internal', 'compute.internal'],
  ['printer.local', 'local', 'printer.local'],
  ['*.corp.local', 'local', 'corp.local'],
  ['nas.home.arpa', 'arpa', 'home.arpa'],
  ['1.0.0.127.in-addr.arpa', 'arpa', 'in-addr.arpa'],
  ['duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion', 'onion', undefined],
  ['api.test', 'test', 'api.test'],
])('assertOutsideName rejects %s in the reserved domain .%s', (name, domain, zone) => {
  const { code, problem, fix } = findingOf(() => run(name));
  expect([code, problem]).toEqual(['EGR0211', `host cannot be in the reserved domain .${domain}`]);
  expect(fix).toMatch(
    /^write const mesh = new EgressMesh\(app, 'mesh', \{ externalDomains: \["[^"]+"\] \}\) and new Chart\(mesh, \.\.\.\) for the charts if the host is outside the mesh/,
  );
  // The gateway resolves a wildcard, and the targets of routes, whatever the resolution of the route is.
  expect(fix.includes('HostResolution.STATIC')).toBe(!name.startsWith('*'));
  if (zone === undefined) return;
  expect(fix).toContain(`["${zone}"]`);
  expect(() => run(name, [zone])).not.toThrow();
});

test.each([
  ['169.254.169.254.nip.io', '169.254.169.254'],
  ['app.169.254.169.254.sslip.io', '169.254.169.254'],
  ['app-169-254-169-254.xip.example.com', '169.254.169.254'],
  ['app-169.254.169-254.nip.io', '169.254.169.254'],
  ['*.127.0.0.1.nip.io', '127.0.0.1'],
  ['a9fea9fe.nip.io', '169.254.169.254'],
  ['app-7f000001.nip.io', '127.0.0.1'],
  ['app7f000001.nip.io', '127.0.0.1'],
  ['0.0.0.0.nip.io', '0.0.0.0'],
  ['168-63-129-16.sslip.io', '168.63.129.16'],
  ['10.169.254.169.254.nip.io', '169.254.169.254'],
  ['fe80--1.sslip.io', 'fe80::1'],
  ['0--1.sslip.io', '::1'],
  ['fd00-ec2--254.sslip.io', 'fd00:ec2::254'],
  ['64-ff9b--a9fe-a9fe.sslip.io', '64:ff9b::a9fe:a9fe'],
])('assertOutsideName rejects %s, which contains the address %s', (name, address) => {
  const { domain } = Host.parsePattern(name);
  expect(findingOf(() => run(name))).toMatchObject({
    code: 'EGR0211',
    problem: `host cannot contain the address ${address}`,
    // The domain of a DNS service would accept every address.
    fix: `write a host without an address in its name, or const mesh = new EgressMesh(app, 'mesh', { externalDomains: ["${domain}"] }) and new Chart(mesh, ...) for the charts if the name resolves to another address`,
  });
  expect(() => run(name, [domain])).not.toThrow();
});

test.each([
  'api.example.com',
  'ec2-54-1-2-3.compute-1.amazonaws.com',
  '10-0-0-1.nip.io',
  'v0-9-1-2.example.com',
  'd41d8cd9.cdn.example.com',
  'e1b2c3d4.cdn.example.com',
  '2a01-4f8-c17-b8f--2.sslip.io',
  'local.example.com',
  'internal.example.com',
  'metadata.example.com',
])('assertOutsideName accepts %s', (name) => {
  expect(() => run(name)).not.toThrow();
});
