import { EgressFinding } from './finding';

/** Returns a finding as one line: `EGR0201: [app/route] host must be ...: got ...; allowed: ...; fix: ...`. */
export function findingText({ code, constructPath, problem, got, allowed, fix }: EgressFinding): string {
  const path = constructPath === '' ? '' : `[${constructPath}] `;
  return `${code}: ${path}${problem}: got ${got}; allowed: ${allowed}; fix: ${fix}`;
}
