import { parse } from 'yaml';
import { Labels } from '../../../../lib/audit/model/labels';
import { labelsText } from '../../../../lib/audit/model/labels-text';

test.each<Labels>([
  {},
  { app: 'api', 'app.kubernetes.io/name': 'egress' },
  { a: 'true', b: '1', c: '', d: 'No', e: '1.5', f: 'y' },
])('%j is the same mapping of texts in YAML', (labels) => {
  expect(parse(labelsText(labels), { version: '1.1' })).toEqual(labels);
});
