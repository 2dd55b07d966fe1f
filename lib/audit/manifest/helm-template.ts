import { readingProblem, ReadingProblem } from './reading-problem';

/** The instruction for a template of Helm in place of a manifest. */
export const RENDER = 'write "helm template CHART > manifests.yaml", and audit manifests.yaml';

/** Returns the problem of a file that is a template of Helm. */
export function helmTemplate(file: string, line: number): ReadingProblem {
  return readingProblem('EGR3904', {
    message: 'the file is a template of Helm, and no manifest',
    fix: RENDER,
    file,
    line,
  });
}

/**
 * Returns the offset of an action of Helm at the beginning of a line; -1 without one. In YAML such a line is a mapping as the key of a
 * mapping, which no manifest has. Other tools have `{{` in quotes and in block texts.
 */
export function actionIn(text: string): number {
  return text.search(/^\{\{/m);
}

/** Returns whether a value of a manifest has an action of Helm, which the template replaces. */
export function hasAction(value: string): boolean {
  return value.includes('{{');
}
