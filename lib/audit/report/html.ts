/** The HTML page of an audit: one file that loads nothing. */
import { createHash } from 'node:crypto';
import { graphOf } from '../graph/graph';
import { escapeHtml } from './markup';
import { pictureOf } from './picture';
import { Report } from './report';
import { SCRIPT } from './script';
import { answersOf, assumptionsOf, findingsOf } from './sections';
import { STYLE } from './style';
import { waysTable } from './ways-table';

/**
 * Returns the page. The page has its style and its script in itself, and its policy lets the browser load nothing. The texts of
 * manifests are escaped.
 */
export function toHtml(report: Report): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(STYLE, SCRIPT)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Egress of ${escapeHtml(report.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#ways">Skip to the table of ways</a>
<header>
<h1>Egress of <span class="path">${escapeHtml(report.title)}</span></h1>
<p>What can leave the mesh, through which gateway, and from which workloads. Read from manifests alone.</p>
</header>
<main>
${answersOf(report)}
${pictureOf(graphOf(report.ways))}
${findingsOf(report)}
${waysTable(report.ways)}
${assumptionsOf(report)}
</main>
<footer>Written by cdk8s-istio-egress. The network is the boundary: a way that a NetworkPolicy does not close is open.</footer>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** Allows the style and the script of the page by their hashes, and nothing else. */
function policyOf(style: string, script: string): string {
  const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
