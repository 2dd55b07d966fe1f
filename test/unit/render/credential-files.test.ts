import fc from 'fast-check';
import { SecretKey } from '../../../lib/mesh/http-credential-model';
import {
  credentialAnnotations,
  credentialLabels,
  credentialMounts,
  credentialName,
  credentialVolumes,
  sdsConfig,
} from '../../../lib/render/credential-files';

const secretName = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?(\.[a-z0-9]{1,10})?$/);
const key = fc.stringMatching(/^[A-Za-z0-9_][-._A-Za-z0-9]{0,60}$/);
const value = fc.record({ secretName, key });

/** The part of a label after its prefix: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const LABEL_NAME = /^(?=.{1,63}$)[A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?$/;

interface Volume {
  readonly name: string;
  readonly projected: {
    readonly sources: readonly {
      readonly secret?: object;
      readonly downwardAPI?: {
        readonly items: readonly { readonly path: string; readonly fieldRef: { readonly fieldPath: string } }[];
      };
    }[];
  };
}

const volumesOf = (...values: readonly SecretKey[]) => credentialVolumes(values) as readonly Volume[];

const TOKEN = { secretName: 'api-token', key: 'authorization' };
const NAME = 'egress-credential-authorization_api-token';

test('the name of a value is a label, whatever the Secret and the key are called', () => {
  fc.assert(fc.property(value, (each) => LABEL_NAME.test(credentialName(each))));
});

test('two values have two names, and two SDS resources that no key of a Secret replaces', () => {
  const two = fc.uniqueArray(value, { minLength: 2, maxLength: 2, selector: (each) => JSON.stringify(each) });
  fc.assert(
    fc.property(two, (values) => {
      expect(new Set(values.map(credentialName)).size).toBe(2);
      const paths = new Set(values.map((each) => JSON.stringify(sdsConfig(each))));
      expect(paths.size).toBe(2);
      expect([...paths].filter((path) => !/\/[^/]+~sds\.json"/.test(path))).toEqual([]);
    }),
  );
});

test('the dots of a key and of a Secret do not make two values one', () => {
  expect(credentialName({ secretName: 'b.c', key: 'a' })).not.toBe(credentialName({ secretName: 'c', key: 'a.b' }));
});

test('Envoy reads an SDS resource that the annotation has, and that names the file of the value', () => {
  expect(credentialLabels([TOKEN])).toEqual({ [NAME]: 'mounted' });
  expect(JSON.parse(credentialAnnotations([TOKEN])[NAME] ?? '')).toEqual({
    resources: [
      {
        '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret',
        name: NAME,
        generic_secret: { secret: { filename: '/var/run/secrets/egress-credentials/api-token/authorization' } },
      },
    ],
  });
  expect(sdsConfig(TOKEN)).toMatchObject({
    name: NAME,
    sds_config: {
      path_config_source: { path: '/var/run/secrets/egress-credentials/api-token/authorization~sds.json' },
    },
  });
});

test('a volume has an empty file for the value, then the Secret if it exists, then the SDS resource', () => {
  const missing = { fieldPath: "metadata.annotations['egress-credential-missing']" };
  expect(volumesOf(TOKEN)).toEqual([
    {
      name: 'egress-credential-api--token',
      projected: {
        sources: [
          { downwardAPI: { items: [{ path: 'authorization', fieldRef: missing }] } },
          { secret: { name: 'api-token', optional: true } },
          {
            downwardAPI: {
              items: [{ path: 'authorization~sds.json', fieldRef: { fieldPath: `metadata.annotations['${NAME}']` } }],
            },
          },
        ],
      },
    },
  ]);
  expect(Object.keys(credentialAnnotations([TOKEN]))).not.toContain('egress-credential-missing');
  expect(credentialMounts([TOKEN])).toEqual([
    {
      name: 'egress-credential-api--token',
      mountPath: '/var/run/secrets/egress-credentials/api-token',
      readOnly: true,
    },
  ]);
});

test('two values of one Secret have one volume', () => {
  const values = [TOKEN, { ...TOKEN, key: 'x-api-key' }];
  expect(credentialMounts(values)).toHaveLength(1);
  const [{ projected }] = volumesOf(...values) as [Volume];
  expect(projected.sources.map(({ downwardAPI }) => downwardAPI?.items.map(({ path }) => path))).toEqual([
    ['authorization', 'x-api-key'],
    undefined,
    ['authorization~sds.json', 'x-api-key~sds.json'],
  ]);
});
