/** Writes the picture of the README, `egress.svg`, beside this file: `npm run picture`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const WIDTH = 1000;
const HEIGHT = 470;

/** A card of its own colors, so that the picture is readable on light and on dark pages. */
const COLOR = {
  card: '#ffffff',
  border: '#c3ccd9',
  text: '#1c2733',
  muted: '#52606f',
  namespace: '#f3f6fa',
  box: '#ffffff',
  mesh: '#2457c5',
  gateway: '#e8effc',
  closed: '#c22f2f',
  open: '#1d7a46',
};

type Point = readonly [x: number, y: number];

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

interface TextStyle {
  readonly size?: number;
  readonly color?: string;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
}

function text([x, y]: Point, content: string, style: TextStyle = {}): string {
  const { size = 14, color = COLOR.text, bold = false, anchor = 'middle' } = style;
  const weight = bold ? ' font-weight="600"' : '';
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${color}" text-anchor="${anchor}"${weight}>${escaped(content)}</text>`;
}

function box([x, y]: Point, width: number, height: number, fill: string, stroke: string, dashed = false): string {
  const dash = dashed ? ' stroke-dasharray="6 4"' : '';
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="${fill}" stroke="${stroke}" stroke-width="1.5"${dash}/>`;
}

function arrow(points: readonly Point[], color: 'mesh' | 'open'): string {
  const line = points.map((point) => point.join(',')).join(' ');
  return `<polyline points="${line}" fill="none" stroke="${COLOR[color]}" stroke-width="2.5" marker-end="url(#${color})"/>`;
}

/** A connection that is refused: a dashed line that ends in a cross. */
function refused(points: readonly Point[]): string {
  const line = points.map((point) => point.join(',')).join(' ');
  const [x, y] = points[points.length - 1] as Point;
  const cross = `M${x - 7} ${y - 7}L${x + 7} ${y + 7}M${x + 7} ${y - 7}L${x - 7} ${y + 7}`;
  return [
    `<polyline points="${line}" fill="none" stroke="${COLOR.closed}" stroke-width="2" stroke-dasharray="5 4"/>`,
    `<circle cx="${x}" cy="${y}" r="13" fill="${COLOR.card}" stroke="${COLOR.closed}" stroke-width="2"/>`,
    `<path d="${cross}" stroke="${COLOR.closed}" stroke-width="2.5" stroke-linecap="round"/>`,
  ].join('\n');
}

function head(id: 'mesh' | 'open'): string {
  return `<marker id="${id}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="${COLOR[id]}"/></marker>`;
}

function label(at: Point, title: string, ...lines: readonly string[]): string {
  const [x, y] = at;
  const rest = lines.map((line, index) => text([x, y + 18 * (index + 1)], line, { size: 13, color: COLOR.muted }));
  return [text(at, title, { bold: true }), ...rest].join('\n');
}

const client = [
  box([24, 64], 342, 322, COLOR.namespace, COLOR.closed, true),
  text([40, 90], 'Application namespace', { bold: true, anchor: 'start' }),
  text([40, 108], 'EgressLockdownPolicy', { size: 13, color: COLOR.closed, anchor: 'start' }),
  box([40, 124], 310, 112, COLOR.box, COLOR.border),
  text([52, 144], 'Pod', { size: 13, color: COLOR.muted, anchor: 'start' }),
  box([52, 156], 108, 62, COLOR.box, COLOR.border),
  label([106, 192], 'application'),
  box([230, 156], 108, 62, COLOR.gateway, COLOR.mesh),
  label([284, 192], 'sidecar'),
  box([40, 262], 310, 96, COLOR.box, COLOR.border),
  text([52, 282], 'Pod', { size: 13, color: COLOR.muted, anchor: 'start' }),
  label([195, 312], 'no sidecar, or traffic', 'that bypasses the sidecar'),
];

const gateway = [
  box([520, 64], 220, 322, COLOR.namespace, COLOR.closed, true),
  text([536, 90], 'Gateway namespace', { bold: true, anchor: 'start' }),
  text([536, 108], 'GatewayLockdownPolicy', { size: 13, color: COLOR.closed, anchor: 'start' }),
  box([536, 124], 188, 126, COLOR.gateway, COLOR.mesh),
  label([630, 166], 'egress gateway', 'serves declared hosts', 'checks the caller', 'writes the access log'),
];

const outside = [
  box([850, 124], 126, 126, COLOR.box, COLOR.open),
  label([913, 184], 'declared', 'external host'),
  box([850, 282], 126, 104, COLOR.box, COLOR.border),
  label([913, 330], 'every other', 'external host'),
];

const ways = [
  arrow(
    [
      [160, 187],
      [228, 187],
    ],
    'mesh',
  ),
  arrow(
    [
      [338, 187],
      [534, 187],
    ],
    'mesh',
  ),
  text([443, 176], 'mesh mTLS', { size: 13, color: COLOR.mesh, bold: true }),
  text([443, 207], 'caller identity', { size: 13, color: COLOR.muted }),
  arrow(
    [
      [724, 187],
      [848, 187],
    ],
    'open',
  ),
  text([795, 176], 'HTTP, TLS', { size: 13, color: COLOR.open, bold: true }),
  text([795, 207], 'or TCP', { size: 13, color: COLOR.muted }),
  refused([
    [350, 310],
    [443, 310],
  ]),
  text([443, 344], 'no direct', { size: 13, color: COLOR.closed }),
  text([443, 361], 'connection', { size: 13, color: COLOR.closed }),
  refused([
    [630, 250],
    [630, 306],
  ]),
  text([630, 344], 'no private address,', { size: 13, color: COLOR.closed }),
  text([630, 361], 'no cloud metadata', { size: 13, color: COLOR.closed }),
  refused([
    [724, 230],
    [770, 230],
    [770, 334],
    [808, 334],
  ]),
];

const legend = [
  text(
    [WIDTH / 2, 426],
    'A route declares hosts, a port and the allowed callers. The library writes the ServiceEntry, Gateway,',
    {
      color: COLOR.muted,
    },
  ),
  text([WIDTH / 2, 446], 'DestinationRule, VirtualService and AuthorizationPolicy per host, and the NetworkPolicies.', {
    color: COLOR.muted,
  }),
];

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title desc" font-family="Helvetica, Arial, 'DejaVu Sans', sans-serif">
<title id="title">Egress of an Istio mesh through a dedicated gateway</title>
<desc id="desc">An application calls an external host through its sidecar and the egress gateway. The sidecar and the gateway speak mesh mTLS, so the gateway knows the caller's identity and checks it. A NetworkPolicy closes every direct way out of the application namespace. Another NetworkPolicy closes private addresses and cloud metadata for the gateway.</desc>
<defs>${head('mesh')}${head('open')}</defs>
${box([1, 1], WIDTH - 2, HEIGHT - 2, COLOR.card, COLOR.border)}
${text([24, 38], 'All egress leaves through the gateway', { size: 19, bold: true, anchor: 'start' })}
${[...client, ...gateway, ...outside, ...ways, ...legend].join('\n')}
</svg>
`;

writeFileSync(join(__dirname, 'egress.svg'), svg);
