/** The rows of the rules of the audit: manifests, and the findings of one rule. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { Manifest, Path } from '../../lib/audit/manifest/manifest';
import { MeshSettings } from '../../lib/audit/model/settings';

/** Manifests, and what one rule finds in them. */
export interface RuleRow {
  /** A full sentence. */
  readonly row: string;
  /** Settings of the mesh, beside the gateway that `istioctl` installs. */
  readonly settings?: MeshSettings;
  /** YAML documents: one text, or texts that other rows share. */
  readonly manifests: string | readonly string[];
  /** The findings, in the order of the rule. */
  readonly findings: readonly {
    readonly object: string;
    readonly path?: Path;
    readonly message: string;
    readonly fix: string;
  }[];
}

const ROWS = join(__dirname, '../unit/audit/rules');

/** Returns the rows of every rule, by code. Each file `EGR3001.yaml` holds the rows of one rule. */
export function ruleRows(): ReadonlyMap<string, readonly RuleRow[]> {
  const files = readdirSync(ROWS).filter((name) => name.endsWith('.yaml'));
  return new Map(
    files.sort().map((name) => [basename(name, '.yaml'), parse(readFileSync(join(ROWS, name), 'utf8')) as RuleRow[]]),
  );
}

/** Returns the YAML text of the manifests of a row. */
export function textOf({ manifests }: RuleRow): string {
  return [manifests].flat().join('\n---\n');
}

/** Returns the manifests of a row. */
export function manifestsOf(row: RuleRow): readonly Manifest[] {
  return parseAllDocuments(textOf(row)).map((document) => {
    if (document.errors.length > 0) throw new Error(`${row.row}: ${document.errors.join(', ')}`);
    return document.toJSON() as Manifest;
  });
}
