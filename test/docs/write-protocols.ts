/** Writes `docs/protocols.md` from the rows of examples/allow-list, which run on a mesh: `npm run protocols`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROWS } from '../../examples/allow-list/case-rows';
import { Expectation } from '../conformance/cases/case';
import { Row } from '../conformance/cases/row';

export const DOCUMENT = join(__dirname, '..', '..', 'docs', 'protocols.md');

const HEAD = `# Protocols

<!-- Written by \`npm run protocols\` from examples/allow-list/case-rows.ts. -->

The table lists each protocol with the construct that routes the protocol, and the outcome for each kind of caller. Every row is a part of
[examples/allow-list](../examples/allow-list). The conformance suite runs each row on a mesh, under \`ALLOW_ANY\` and under \`REGISTRY_ONLY\`, with the
same outcome.

The gateway refuses a caller that is no source: with 403 or with \`PERMISSION_DENIED\` of gRPC, by a reset of the connection, or in the handshake of
mesh mTLS. After a refused handshake, the gateway has connected to nothing.`;

const COLUMNS = ['protocol', 'construct', 'example', 'source', 'other caller', 'pod without a sidecar, in a lockdown'];

/** Returns the page. */
export function render(): string {
  const rows = [...ROWS].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const lines = [COLUMNS, COLUMNS.map(() => '---'), ...rows.map(cellsOf)].map((cells) => `| ${cells.join(' | ')} |`);
  return `${[HEAD, ['<!-- prettier-ignore -->', ...lines].join('\n')].join('\n\n')}\n`;
}

function key({ protocol, way, row }: Row): string {
  return [protocol, way, row].join('\n');
}

function cellsOf({ row, protocol, way, allowed, denied, plain }: Row): string[] {
  return [protocol, way, row, outcomes(allowed), outcomes(denied), outcomes([plain])];
}

/** Returns the outcomes of requests, each once. */
function outcomes(expected: readonly Expectation[]): string {
  const texts = expected.map(({ way, status }) => (way === 'refused by policy' && STATUS[status ?? 0]) || TEXTS[way]);
  return [...new Set(texts)].join(', ');
}

/** The status of HTTP, and that of gRPC. */
const STATUS: Readonly<Record<number, string>> = { 403: '403', 7: '`PERMISSION_DENIED`' };

const TEXTS: Readonly<Record<Expectation['way'], string>> = {
  'via the gateway': 'through the gateway',
  direct: 'direct',
  blocked: 'blocked',
  'refused by policy': 'connection reset',
  'refused in the handshake': 'handshake refused',
};

if (require.main === module) writeFileSync(DOCUMENT, render());
