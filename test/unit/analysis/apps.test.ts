import { analyzeApp } from '../../../lib/analysis/all';
import { AppModel } from '../../../lib/analysis/apps';

function found(app: Partial<AppModel>): readonly string[] {
  const findings = analyzeApp({ outputType: 'FILE_PER_CHART', meshes: [], resources: [], ...app });
  return findings.map(({ code, constructPath, got }) => `${code} ${constructPath} ${got}`);
}

const [PROD, TEST] = ['prod', 'test'].map((path) => ({ path, constructs: [`${path}/egress/web`], removed: [] }));
const WHOLE_APP = { path: '', constructs: ['egress/web'], removed: [] };

test.each([
  ['FILE_PER_APP', ['EGR1601 prod "YamlOutputType.FILE_PER_APP"']],
  ['FILE_PER_RESOURCE', ['EGR1601 prod "YamlOutputType.FILE_PER_RESOURCE"']],
  ['FILE_PER_CHART', []],
  ['FOLDER_PER_CHART_FILE_PER_RESOURCE', []],
])('Two meshes with the output type %s: %j', (outputType, findings) => {
  expect(found({ outputType, meshes: [PROD!, TEST!] })).toEqual(findings);
  expect(found({ outputType, meshes: [PROD!, { ...TEST!, constructs: [] }] })).toEqual([]);
  expect(found({ outputType, meshes: [WHOLE_APP] })).toEqual([]);
});

test('A construct outside every EgressMesh is found, unless the app has no EgressMesh', () => {
  expect(found({ meshes: [WHOLE_APP, PROD!] })).toEqual(['EGR1602  ["egress/web"]']);
  expect(found({ meshes: [{ ...PROD!, constructs: [] }, WHOLE_APP] })).toEqual(['EGR1602  ["egress/web"]']);
  expect(found({ meshes: [WHOLE_APP] })).toEqual([]);
  expect(found({ meshes: [{ ...WHOLE_APP, constructs: [] }, PROD!] })).toEqual([]);
});

test('A removed construct is found', () => {
  expect(found({ meshes: [PROD!, { ...TEST!, removed: ['test/egress/web'] }] })).toEqual([
    'EGR1604 test ["test/egress/web"]',
  ]);
});

test('Two objects that cdk8s would write to one file are found', () => {
  const resources = ['a', 'b', 'c'].map((constructPath) => ({
    constructPath,
    file: constructPath === 'c' ? 'Gateway.c' : 'Gateway.web',
  }));
  expect(found({ meshes: [WHOLE_APP], resources })).toEqual(['EGR1603  ["a","b"]']);
});
