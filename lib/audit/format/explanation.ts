import { Answer } from '../answer/answer';
import { Evidence } from '../manifest/evidence';
import { Asked } from '../answer/question';
import { lineOf } from '../manifest/line-of';
import { nameOf } from '../manifest/manifest';
import { pathText } from '../manifest/path-text';
import { printable } from './printable';
import { hostPort } from '../model/host-port';

/** A value of an object, with its place. */
interface Decision {
  readonly object: string;
  readonly path: string | null;
  readonly file: string | null;
  readonly line: number | null;
}

/** Returns an answer as JSON: `{ outcome, hops, why, changes, assumptions, question, exit }`, with a place for each decision. */
export function explanationToJson(question: Asked, answer: Answer): string {
  const { outcome, hops, why, changes, assumptions, exit } = answer;
  const placed = (each: { text: string; decidedBy?: readonly Evidence[] }): object => ({
    text: each.text,
    decidedBy: (each.decidedBy ?? []).map(decision),
  });
  const json = { outcome, hops: hops.map(placed), why: why.map(placed), changes, assumptions, question, exit };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

/** Returns an answer for people: the outcome, the numbered hops with the objects that decide them, the reasons and the changes. */
export function explanationToText({ caller, host, port, protocol }: Asked, answer: Answer): string {
  const { outcome, hops, why, changes, assumptions } = answer;
  const sidecar = caller.hasSidecar ? '' : ', without a sidecar';
  const from = `${caller.namespace}/${caller.serviceAccount ?? 'default'}${sidecar}`;
  const numbered = hops.map(
    ({ text, decidedBy }, index) => `${String(index + 1).padStart(3)}. ${printable(text)}\n${places(decidedBy)}`,
  );
  return [
    `${outcome}: ${from} to ${hostPort(host, port)} (${protocol})\n`,
    ...section('Hops', numbered),
    ...section(
      'Why',
      why.map(({ text, decidedBy }) => `  - ${printable(text)}\n${places(decidedBy)}`),
    ),
    ...section(
      'For another outcome',
      changes.map((text) => `  - ${printable(text)}\n`),
    ),
    ...section(
      'Assumptions',
      assumptions.map((text) => `  - ${printable(text)}\n`),
    ),
  ].join('');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`\n${title}:\n`, ...lines];
}

function places(decidedBy: readonly Evidence[] = []): string {
  return decidedBy
    .map(decision)
    .map(({ object, path, file, line }) => {
      const place = file === null ? '' : `  (${file}:${line})`;
      return `       ${printable(`${object}${path === null ? '' : ` ${path}`}${place}`)}\n`;
    })
    .join('');
}

function decision({ manifest, path }: Evidence): Decision {
  return {
    object: nameOf(manifest),
    path: path === undefined || path.length === 0 ? null : pathText(path),
    file: manifest.origin?.file ?? null,
    line: lineOf(manifest, path) ?? null,
  };
}
