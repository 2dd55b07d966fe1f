/**
 * What each example writes, file by file: small enough to review, and all of it valid. `UPDATE_GOLDENS=1 npx jest goldens`
 * writes the files anew; read the difference before you commit it.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf, objectsIn, objectsOf, PROGRAMS } from '../support/examples';
import { violations } from '../support/schema';
import { identity } from '../support/synthesized';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { isReadAlike } from '../support/yaml-readers';

const GOLDEN = join(__dirname, 'golden');

/** Examples of many hosts, of which the golden file is a list of objects: each kind of object is in other examples with its fields. */
const LISTED: readonly string[] = ['allow-list/main'];

/** Returns the golden files of an example. */
function goldensOf(example: string): ReadonlyMap<string, string> {
  if (!LISTED.includes(example)) return filesOf(example);
  const list = (text: string): string =>
    objectsIn(text)
      .map((manifest) => `${identity(manifest)}\n`)
      .join('');
  return new Map([...filesOf(example)].map(([file, text]) => [file.replace(/yaml$/, 'txt'), list(text)]));
}

/** Not the next hop of a gateway that is its own. */
function isOfHost({ kind, metadata }: Manifest): boolean {
  return kind === 'ServiceEntry' && metadata.name.startsWith('external-');
}

/** An object that only the gateway sees. */
function isOfTunnel(name: string): boolean {
  return name.startsWith('egress-tunnel-');
}

describe.each(PROGRAMS)('examples/%s', (example) => {
  it('writes the manifests of its golden files', () => {
    const folder = join(GOLDEN, example.replace('/', '-'));
    const files = goldensOf(example);
    if (process.env['UPDATE_GOLDENS']) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      for (const [file, text] of files) writeFileSync(join(folder, file), text);
    }
    const golden = new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
    expect(Object.fromEntries(files)).toEqual(Object.fromEntries(golden));
  });

  it('writes valid objects only, which all readers of YAML read alike', () => {
    const manifests = objectsOf(example);
    expect(manifests.length).toBeGreaterThan(3);
    expect(manifests.flatMap(violations)).toEqual([]);
    expect(manifests.filter((manifest) => !isReadAlike(manifest))).toEqual([]);
  });

  it('writes the rules of each host before its ServiceEntry, so that applying the file opens no direct way', () => {
    const files = [...filesOf(example).values()].map(objectsIn);
    // One host may stand in two files, where it leaves through two gateways.
    const entries = files.flatMap((manifests) => manifests.filter(isOfHost).map((entry) => ({ manifests, entry })));
    expect(entries.length).toBeGreaterThan(0);
    for (const { manifests, entry } of entries) {
      const host = entry.metadata.name.replace('external-', '');
      const ofHost = manifests.filter(({ metadata: { name } }) => name.endsWith(`-${host}`) && !isOfTunnel(name));
      const order = ofHost.map(({ kind }) => kind);
      // An outer name has no Gateway object and no subset of its own.
      const last = [
        ...(host.endsWith('-cidrs-invalid') ? [] : ['DestinationRule']),
        ...(host.endsWith('-invalid') ? [] : ['Gateway']),
        'VirtualService',
        'ServiceEntry',
      ];
      expect(order.slice(-last.length)).toEqual(last);
      const first = [...new Set(order.slice(0, -last.length))];
      expect(['AuthorizationPolicy', 'EnvoyFilter', 'DestinationRule'].filter((kind) => first.includes(kind))).toEqual(
        first,
      );
    }
  });
});
