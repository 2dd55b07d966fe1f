import { EgressFinding } from './finding';

/**
 * Returns a finding as one line: `EGR0201: [app/route] host must be ...: got ...; allowed: ...; fix: ...`. A finding about a file begins
 * with its place in the file instead: `egress.yaml:12:5: EGR0201: row github: hosts[0] must be ...`.
 */
export function findingText({ code, constructPath, location, problem, got, allowed, fix }: EgressFinding): string {
  const text = `${problem}: got ${got}; allowed: ${allowed}; fix: ${fix}`;
  if (location !== undefined) return `${location}: ${code}: ${text}`;
  return `${code}: ${constructPath === '' ? '' : `[${constructPath}] `}${text}`;
}
