/** The report of the validation plugin; `test/consumer/validation.test.ts` runs the plugin in `cdk8s synth`. */
import { EgressValidation, EgressValidationProperties } from '../../../lib/validation';
import { DIRECT, folderWith } from '../../cli/manifests';

/** Returns the rows of the report about objects without a namespace. */
async function rowsOf(properties?: EgressValidationProperties): Promise<Record<string, string>> {
  const folder = folderWith({ 'partner.yaml': DIRECT.replace('  namespace: payments\n', '') });
  const submit = jest.fn();
  const report = { addViolation: jest.fn(), submit };
  await new EgressValidation(properties).validate({ manifests: [`${folder}/partner.yaml`], report });
  return (submit.mock.calls as [[string, Record<string, string>]])[0][1];
}

test('The report has the assumptions that the result depends on', async () => {
  const rows = await rowsOf();
  expect(rows).toMatchObject({
    'Assumption 1': expect.stringMatching(/^objects without metadata.namespace are in namespace default/) as unknown,
    'Assumption 2': expect.stringMatching(/^outboundTrafficPolicy.mode is ALLOW_ANY/) as unknown,
  });
});

test('Objects without a namespace are in the namespace of the property', async () => {
  const rows = await rowsOf({ namespace: 'payments' });
  expect(rows['Assumption 1']).toMatch(/^outboundTrafficPolicy.mode is ALLOW_ANY/);
  expect(rows).not.toHaveProperty(['Assumption 2']);
  expect(() => new EgressValidation({ namespace: 'Payments' })).toThrow('EGR0110');
});
