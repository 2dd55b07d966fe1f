/** Writes the manifests that the benchmark audits: `audited.js SET HOSTS FOLDER`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Yaml } from 'cdk8s';
import { EgressGateway, EgressLockdownPolicy, EgressSource, ExternalTlsRoute } from '../lib';
import { handWritten } from './hand-written';
import { hosts, numbered } from './shapes';

const TEAMS = numbered('team', 100);

/** A chart of a platform, and 100 charts of teams, each with a lockdown, and with hosts that the next teams use too: up to three sources. */
function writeOfLibrary(size: number, outdir: string): void {
  const app = new App({ outdir });
  const platform = new Chart(app, 'platform', { namespace: 'default' });
  const gateway = new EgressGateway(platform, 'gateway', { defaultDeny: true });
  const charts = TEAMS.map((name) => {
    const chart = new Chart(app, name, { namespace: name });
    new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: [name] });
    return chart;
  });
  hosts(size).forEach((host, index) => {
    const round = Math.floor(index / TEAMS.length);
    const names = [...TEAMS, ...TEAMS].slice(index % TEAMS.length).slice(0, 1 + (round % 3));
    const allowFrom = names.map((name) => EgressSource.namespace(name));
    new ExternalTlsRoute(charts[index % TEAMS.length] as Chart, host, { gateway, hosts: [host], allowFrom });
  });
  app.synth();
}

function writeByHand(size: number, outdir: string): void {
  mkdirSync(outdir, { recursive: true });
  for (const [name, objects] of handWritten(size)) Yaml.save(join(outdir, `${name}.yaml`), [...objects]);
}

const [set, size, folder = ''] = process.argv.slice(2);
(set === 'library' ? writeOfLibrary : writeByHand)(Number(size), folder);
