/**
 * The goal of this program is to make the generated files of this repository again, or to tell which are stale:
 *
 *     npx tsx imports/generate.ts                      makes all (needs go and the Go module proxy)
 *     npx tsx imports/generate.ts --check              compares the constructs with the committed CRDs (offline)
 *     npx tsx imports/generate.ts --check --upstream   compares the CRDs and schemas with the Go modules as well
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { renderConstructs } from './generator/constructs';
import { CLUSTER_NETWORK_POLICY_CRD, ISTIO_CRDS, renderCrds } from './generator/crds';
import { goModule } from './generator/go-module';
import { KUBERNETES_VERSION, renderKubernetesSchemas } from './generator/kubernetes';

/** Generated files of one source: whether it is a Go module, and the texts of the files by their paths. */
interface Artifacts {
  readonly upstream: boolean;
  readonly render: (root: string) => Readonly<Record<string, string>>;
}

/** In the order of making: the constructs are made from the CRDs that are in the tree at that moment. */
const ARTIFACTS: readonly Artifacts[] = [
  {
    upstream: true,
    render: () => ({ 'imports/crds.yaml': renderCrds(ISTIO_CRDS) }),
  },
  {
    upstream: false,
    render: (root) => renderConstructs(readFileSync(join(root, 'imports/crds.yaml'), 'utf8')),
  },
  {
    upstream: true,
    render: () => ({ 'test/fixtures/cluster-network-policy-crd.yaml': renderCrds(CLUSTER_NETWORK_POLICY_CRD) }),
  },
  {
    upstream: true,
    render: () => ({
      'test/fixtures/kubernetes-schemas.json': renderKubernetesSchemas(
        goModule('k8s.io/kubernetes', KUBERNETES_VERSION),
      ),
    }),
  },
];

/** The generated files under `root` that differ from what would be made now, as paths; writes nothing. */
export function staleFiles(root: string, options: { readonly upstream?: boolean } = {}): string[] {
  return ARTIFACTS.filter(({ upstream }) => options.upstream || !upstream)
    .flatMap(({ render }) => Object.entries(render(root)))
    .filter(([path, text]) => readIfThere(join(root, path)) !== text)
    .map(([path]) => path);
}

/** Makes all generated files under `root` again. */
function generate(root: string): void {
  for (const { render } of ARTIFACTS) {
    for (const [path, text] of Object.entries(render(root))) writeFileSync(join(root, path), text);
  }
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Runs the program on the repository at `root`; the exit code. */
export function main(root: string, args: string[]): number {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({ args, options: { check: flag, upstream: flag } });
  if (!values.check) {
    generate(root);
    return 0;
  }
  const stale = staleFiles(root, values);
  for (const path of stale) console.error(`${path} is stale: make it again with "npx tsx imports/generate.ts"`);
  return stale.length > 0 ? 1 : 0;
}

if (require.main === module) {
  try {
    process.exitCode = main(join(__dirname, '..'), process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
