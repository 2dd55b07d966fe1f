/** Sets with the mistakes that people make, and with what is easily misread: `traps/NAME.yaml`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Manifest } from '../../../lib/audit/manifest/manifest';

const FOLDER = join(__dirname, 'traps');

export const TRAPS: readonly (readonly [name: string, manifests: readonly Manifest[]])[] = readdirSync(FOLDER)
  .sort()
  .map((file) => {
    const documents = parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8'));
    return [file.replace('.yaml', ''), documents.map((document) => document.toJS() as Manifest)];
  });
