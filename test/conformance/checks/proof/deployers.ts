/** The ways in which the objects of a program are applied and deleted: `kubectl`, and the orders of Argo CD and Flux. */
import { cpSync, mkdtempSync, readFileSync, rmSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { compareInArgoCd, prunedInArgoCd, waveOf } from '../../../support/gitops/argo-cd';
import { compareInFlux } from '../../../support/gitops/flux';
import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { Deployer } from '../../cases/deployer';
import { EXAMPLES, Synthesized } from '../../cases/synth';
import { pause } from '../../environment/sandbox/until';
import { CommandFailed, CommandResult } from '../../environment/tools/command';

/** Runs kubectl with arguments and an input, and returns the result whatever its status. */
export type Kubectl = (args: readonly string[], input?: string) => Promise<CommandResult>;

/** What a deployer applies or deletes, in order. */
type Step = readonly Manifest[];

/** Seconds between two kinds, as if each kind had thousands of objects. */
const DELAY = 1;

/** Applies or deletes the objects of a program as a deployer does. */
export async function deploy(
  kubectl: Kubectl,
  verb: 'apply' | 'delete',
  deployer: Deployer,
  program: Synthesized & { readonly example: string },
): Promise<CommandResult[]> {
  const flags = verb === 'delete' ? ['--ignore-not-found'] : [];
  const results: CommandResult[] = [];
  for (const step of (await stepsOf(kubectl, verb, deployer, program)).flatMap(byKind)) {
    if (results.length > 0) await pause(DELAY);
    const result = await kubectl(
      [verb, ...flags, '-f', '-'],
      step.map((manifest) => stringify(manifest)).join('---\n'),
    );
    if (result.status !== 0) throw new CommandFailed(`kubectl ${verb}, as ${deployer} does`, result);
    results.push(result);
  }
  return results;
}

async function stepsOf(
  kubectl: Kubectl,
  verb: 'apply' | 'delete',
  deployer: Deployer,
  { manifests, folder, example }: Synthesized & { readonly example: string },
): Promise<readonly Step[]> {
  if (deployer === 'Argo CD') return verb === 'delete' ? prunedInArgoCd(manifests) : wavesOf(manifests);
  const sorted = (step: Step): Step => {
    const inOrder = [...step].sort(compareInFlux);
    return verb === 'delete' ? inOrder.reverse() : inOrder;
  };
  if (deployer === 'Flux with one Kustomization') return [sorted(manifests)];
  const steps = (await kustomized(kubectl, folder, join(EXAMPLES, example, 'flux.yaml'))).map(sorted);
  return verb === 'delete' ? steps.reverse() : steps;
}

/** Returns the parts of a step that have one kind. */
function byKind(step: Step): readonly Step[] {
  const starts = step.flatMap(({ kind }, index) => (kind === step[index - 1]?.kind ? [] : [index]));
  return starts.map((start, index) => step.slice(start, starts[index + 1]));
}

function wavesOf(manifests: readonly Manifest[]): readonly Step[] {
  const sorted = [...manifests].sort(compareInArgoCd);
  const waves = [...new Set(sorted.map(waveOf))];
  return waves.map((wave) => sorted.filter((manifest) => waveOf(manifest) === wave));
}

/** Returns the objects of each Kustomization in a file, as kustomize builds them from the files of a program. */
async function kustomized(kubectl: Kubectl, folder: string, file: string): Promise<Step[]> {
  const steps: Step[] = [];
  for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
    const { spec } = document.toJS() as { readonly spec: { readonly patches: readonly object[] } };
    const copy = mkdtempSync(join(tmpdir(), 'kustomization-'));
    cpSync(folder, copy, { recursive: true });
    writeFileSync(
      join(copy, 'kustomization.yaml'),
      stringify({ resources: readdirSync(folder), patches: spec.patches }),
    );
    const result = await kubectl(['kustomize', copy]);
    rmSync(copy, { recursive: true });
    if (result.status !== 0) throw new CommandFailed('kubectl kustomize', result);
    steps.push(parseAllDocuments(result.stdout).map((each) => each.toJS() as Manifest));
  }
  return steps;
}
