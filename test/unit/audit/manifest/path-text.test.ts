import { pathText } from '../../../../lib/audit/manifest/path-text';

test.each([
  [[], ''],
  [['spec', 'http', 0, 'route'], 'spec.http[0].route'],
  [['metadata', 'labels', 'istio.io/rev'], 'metadata.labels["istio.io/rev"]'],
])('the path %j has the text %s', (path, text) => {
  expect(pathText(path)).toBe(text);
});
