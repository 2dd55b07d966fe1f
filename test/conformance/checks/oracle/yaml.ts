/** kubectl's reader of YAML, which takes texts for numbers that cdk8s' writer leaves without quotes. */
import { isDeepStrictEqual } from 'node:util';
import { Yaml } from 'cdk8s';
import { EgressError } from '../../../../lib/input/egress-error';
import { isLabelKey } from '../../../../lib/input/labels';
import { assertText } from '../../../../lib/input/text';
import { readDocument } from '../../../../lib/audit/manifest/read-document';
import { KEYS, SCALARS } from '../../../property/hostile/values';
import { KUBECTL_VALUES } from '../../../unit/audit/manifest/kubectl-values';
import { run } from '../../environment/tools/command';
import { Tools } from '../../environment/tools/tools';
import { Check, nothingWrong } from '../check';
import { Sample } from './samples';

/** Reads what the library writes, and every odd text that the library accepts. */
export async function readAlike(tools: Tools, samples: readonly Sample[]): Promise<Check[]> {
  const texts = [...new Set([...SCALARS, ...KEYS])]
    .filter(isAccepted)
    .map((text) => ({ text, ...(isLabelKey(text) && { [text]: [text] }) }));
  const objects = samples.flatMap(({ manifests }) => manifests);
  return [
    await readsAll(tools, 'the manifests of all programs', objects),
    await readsAll(tools, 'odd texts that the library accepts', texts),
    await auditReadsAlike(tools, samples),
  ];
}

/** Compares the audit's reader of YAML with kubectl's, on values without quotes and on the manifests. */
async function auditReadsAlike(tools: Tools, samples: readonly Sample[]): Promise<Check> {
  const objects = samples.flatMap(({ manifests }) => manifests.map((each) => Yaml.stringify(each)));
  const documents = [...Object.keys(KUBECTL_VALUES).map((text) => `a: ${text}\n`), ...objects];
  const output = await run(tools.yamlReader, [], { input: documents.join('---\n'), timeout: 60 });
  const read = JSON.parse(output) as unknown[];
  const different = documents.filter(
    (text, index) => !isDeepStrictEqual(readDocument('', { text, offset: 0, line: 1 }).value, read[index]),
  );
  return nothingWrong('the audit', `reads ${documents.length} documents as kubectl does`, different);
}

async function readsAll(tools: Tools, what: string, written: readonly object[]): Promise<Check> {
  const output = await run(tools.yamlReader, [], { input: Yaml.stringify(...written), timeout: 60 });
  const read = JSON.parse(output) as unknown[];
  const different = written.filter(
    (object, index) => !isDeepStrictEqual(read[index], JSON.parse(JSON.stringify(object))),
  );
  const wrong = [
    ...different.map((object) => JSON.stringify(object)),
    ...(read.length === written.length ? [] : ['other documents']),
  ];
  return nothingWrong(what, `kubectl reads ${written.length} documents as they were written`, wrong);
}

function isAccepted(text: string): boolean {
  try {
    assertText('text', text);
    return true;
  } catch (error) {
    if (error instanceof EgressError) return false;
    throw error;
  }
}
