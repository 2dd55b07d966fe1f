/** Every output type of cdk8s, through the CLI: objects of one name, in several namespaces, do not overwrite each other. */
import { identities, objectsOf, Synth, synth } from './cdk8s';

jest.setTimeout(120_000);

const synthAs = (type: string): Promise<Synth> =>
  synth({ app: 'test/cli/output-types.ts', env: { OUTPUT_TYPE: type } });

let perChart: Synth;
let all: string[];

beforeAll(async () => {
  perChart = await synthAs('FILE_PER_CHART');
  all = identities(objectsOf(perChart.files));
});

test('FILE_PER_CHART writes every object once', () => {
  expect(perChart).toMatchObject({ status: 0 });
  expect([...perChart.files.keys()]).toEqual(['other.k8s.yaml', 'platform.k8s.yaml', 'team.k8s.yaml']);
  expect(new Set(all).size).toBe(all.length);
});

test('FILE_PER_APP writes the same objects into one file', async () => {
  const { status, files } = await synthAs('FILE_PER_APP');
  expect(status).toBe(0);
  expect(files.size).toBe(1);
  expect(identities(objectsOf(files))).toEqual(all);
});

test.each(['FILE_PER_RESOURCE', 'FOLDER_PER_CHART_FILE_PER_RESOURCE'])(
  '%s writes the same objects, each into a file of its own',
  async (type) => {
    const { status, files } = await synthAs(type);
    expect(status).toBe(0);
    expect(files.size).toBe(all.length);
    expect(identities(objectsOf(files))).toEqual(all);
  },
);
