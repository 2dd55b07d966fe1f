import { EgressGraph } from '../graph/types';
import { escapeHtml } from './markup';
import { Box, COLUMNS, layoutOf, Line } from './picture-layout';

/** Returns the picture of a graph as SVG: sources, exits and hosts from left to right. */
export function pictureOf(graph: EgressGraph): string {
  const { width, height, boxes, lines } = layoutOf(graph);
  const body =
    boxes.length === 0
      ? '<p>Nothing leaves the mesh.</p>'
      : `<div class="wide" tabindex="0" role="region" aria-label="Picture of the ways">
<svg viewBox="-4 0 ${width + 8} ${height}" role="group" aria-label="Sources, exits and hosts; the table of ways has the same in words">
<text class="head" x="${COLUMNS.sources}" y="20">Sources</text>
<text class="head" x="${COLUMNS.exits}" y="20">Exits</text>
<text class="head" x="${COLUMNS.hosts}" y="20">Hosts</text>
${lines.map(lineOf).join('\n')}
${boxes.map(boxOf).join('\n')}
</svg></div>
<p class="small">A dotted line: some sources of the box reach some hosts of the box. Choose a box to filter the table.</p>`;
  return `<section aria-labelledby="picture-title">
<h2 id="picture-title">Who reaches what</h2>
${body}
</section>`;
}

function lineOf({ from, through, to, y, isComplete }: Line): string {
  const [left, right] = [from.x + from.width, through.x + through.width];
  const curve = (x1: number, y1: number, x2: number, y2: number): string => {
    const middle = (x1 + x2) / 2;
    return `C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
  };
  const [start, end] = [from.y + from.height / 2, to.y + to.height / 2];
  const path = `M${left} ${start}${curve(left, start, through.x, y)}H${right}${curve(right, y, to.x, end)}`;
  return `<path class="way ${to.outcome ?? ''}${isComplete ? '' : ' partly'}" d="${path}"/>`;
}

function boxOf({ x, y, width, height, lines, filter, outcome }: Box): string {
  const texts = lines.map((line, index) => `<text x="${x + 10}" y="${y + 20 + index * 17}">${escapeHtml(line)}</text>`);
  const shape = `<rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>${texts.join('')}`;
  const group = `<g class="${outcome ?? ''}">${shape}</g>`;
  if (filter === '') return group;
  return `<a href="#ways" data-filter="${escapeHtml(filter)}">${group}</a>`;
}
