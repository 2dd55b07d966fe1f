import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { effects } from './help';

const metadata = { name: 'a', namespace: 'home' };

test.each<[string, Manifest & Record<string, unknown>, string[]]>([
  [
    'the Role of a gateway',
    {
      apiVersion: 'any',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }],
    },
    [
      'namespace | metadata.namespace: home -> default',
      'role/drop-rule | rules[0]: gone',
      'role/drop-verb | rules[0].verbs[0]: gone',
      'role/drop-verb | rules[0].verbs[1]: gone',
      'role/resource | rules[0].resources[0]: secrets -> configmaps',
      'role/api-group | rules[0].apiGroups[0]:  -> apps',
    ],
  ],
  [
    'its RoleBinding',
    {
      apiVersion: 'any',
      kind: 'RoleBinding',
      metadata,
      roleRef: { kind: 'Role', name: 'egress' },
      subjects: [{ kind: 'ServiceAccount', name: 'egress', namespace: 'home' }],
    },
    [
      'namespace | metadata.namespace: home -> default',
      'role-binding/role | roleRef.name: egress -> no-such-role',
      'role-binding/role-kind | roleRef.kind: Role -> ClusterRole',
      'role-binding/drop-subject | subjects[0]: gone',
      'role-binding/account | subjects[0].name: egress -> no-such-account',
      'role-binding/account-namespace | subjects[0].namespace: home -> no-such-namespace',
    ],
  ],
])('what becomes of %s', (_, manifest, expected) => {
  expect(effects(manifest)).toEqual(expected);
});
