/** One stage of a case: what it does, then what must be true. */
import { Cluster } from '../../environment/running/cluster';
import { rejections } from '../../environment/mesh/sync';
import { analyzedCluster } from '../oracle/istio';
import { Looped, whileWorking } from '../probe/loop';
import { pause } from '../../environment/sandbox/until';
import { during } from '../../environment/tools/phases';
import { CommandFailed } from '../../environment/tools/command';
import { Check } from '../check';
import { Stage } from '../../cases/case';
import { Deployer } from '../../cases/deployer';
import { deploy, Kubectl } from './deployers';
import { checksOf } from './expectations';
import { rejectionCheck } from './rejections';
import { Repeated, repeatedCheck, repeatedIn } from './repeated';
import { undisclosed } from './undisclosed';
import { unreached } from './unreached';
import { synth } from '../../cases/synth';
import { typeChecked } from './type-check';
import { wishChecks } from './wishes';

/** Runs a stage of the example in the folder `name` and gives its checks. */
export async function runStage(cluster: Cluster, name: string, stage: Stage): Promise<Check[]> {
  const repeated = repeatedIn(stage);
  const before = await rejections(cluster.kubelet);
  const counts = await whileWorking(cluster, repeated.map(loopedOf), () => act(cluster, name, stage));
  const refused = [...(await rejections(cluster.kubelet))].filter((count) => !before.has(count));
  return [
    ...repeated.flatMap((each, index) => {
      const count = counts[index];
      return count === undefined ? [] : [repeatedCheck(each, count)];
    }),
    ...(await running(cluster, stage)),
    rejectionCheck(refused, stage.rejecting),
    ...(stage.apply === undefined
      ? []
      : [
          await during('analyze', () => analyzedCluster(cluster, stage.analysis)),
          ...(await during('type check', () => typeChecked(cluster))),
        ]),
    ...(await during('requests', () => unreached(cluster, stage, () => checksOf(cluster, stage.expect ?? [])))),
    ...(await undisclosed(cluster, stage)),
    ...(await during('wishes', () => wishChecks(cluster, stage.wishes ?? []))),
  ];
}

const loopedOf = ({ request: { from, url }, rule: { seconds } }: Repeated): Looped => ({
  from,
  url,
  curl: [],
  seconds,
});

async function act(cluster: Cluster, name: string, stage: Stage): Promise<void> {
  const kubectl = async (...args: readonly string[]): Promise<void> => {
    const result = await cluster.change(args, undefined, {
      warming: stage.warming,
      rejecting: stage.rejecting?.expect,
    });
    if (result.status !== 0) throw new CommandFailed(`kubectl ${args.join(' ')}`, result);
  };
  for (const command of stage.kubectl ?? []) await kubectl(...command.split(' '));
  if (stage.by !== undefined) return deployBy(cluster, name, stage.by, stage);
  if (stage.apply !== undefined) await kubectl('apply', '-f', (await synth(`${name}/${stage.apply}`)).folder);
  if (stage.delete !== undefined) {
    const { folder } = await synth(`${name}/${stage.delete}`);
    await kubectl('delete', '--ignore-not-found', '-f', folder);
  }
  if (stage.restart !== undefined) {
    const [namespace = '', deployment = ''] = stage.restart.split('/');
    await kubectl('rollout', 'restart', '-n', namespace, `deployment/${deployment}`);
  }
  await pause(stage.seconds ?? 0);
}

async function deployBy(cluster: Cluster, example: string, deployer: Deployer, stage: Stage): Promise<void> {
  const kubectl: Kubectl = (args, input) => cluster.tryKubectl(args, input);
  for (const verb of ['apply', 'delete'] as const) {
    const program = stage[verb];
    if (program === undefined) continue;
    const output = { ...(await synth(`${example}/${program}`)), example };
    await cluster.changing(() => deploy(kubectl, verb, deployer, output));
  }
}

async function running(cluster: Cluster, { running: asked }: Stage): Promise<Check[]> {
  if (asked === undefined) return [];
  const [namespace, selector] = asked;
  const filter = ['--field-selector', 'status.phase=Running', '-o', 'name'];
  const listed = (await cluster.kubectl(['get', 'pod', '-n', namespace, '-l', selector, ...filter])).trim();
  const seen = listed === '' ? 'none' : `${listed.split('\n').length} running`;
  return [{ what: `pods ${selector} of ${namespace}`, expected: 'run', seen, passed: listed !== '' }];
}
