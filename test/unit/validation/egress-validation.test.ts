/** The report of the validation plugin; `test/consumer/validation.test.ts` runs the plugin in `cdk8s synth`. */
import { EgressValidation } from '../../../lib/validation';
import { DIRECT, folderWith } from '../../cli/manifests';

test('The report has the assumptions that the result depends on', async () => {
  const folder = folderWith({ 'partner.yaml': DIRECT.replace('  namespace: payments\n', '') });
  const submit = jest.fn();
  const report = { addViolation: jest.fn(), submit };
  await new EgressValidation().validate({ manifests: [`${folder}/partner.yaml`], report });
  const rows = (submit.mock.calls as [[string, Record<string, string>]])[0][1];
  expect(rows).toMatchObject({
    'Assumption 1': expect.stringMatching(/^objects without metadata.namespace are in namespace default/) as unknown,
    'Assumption 2': expect.stringMatching(/^outboundTrafficPolicy.mode is ALLOW_ANY/) as unknown,
  });
});
