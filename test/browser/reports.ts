/** Reports of meshes of several sizes, and one with texts that would be markup. */
import { WayOut } from '../../lib/audit/answer/ways';
import { toHtml } from '../../lib/audit/report/html';
import { Report } from '../../lib/audit/report/report';

const TEAMS = ['payments/api', 'orders/*', 'web/front', 'ml/train', 'ops/*'];

/** Returns the page of a mesh with hosts that one team reaches through the gateway, and a few that a legacy namespace reaches directly. */
export function pageOf(hosts: number, more: Partial<Report> = {}): string {
  const ways = Array.from({ length: hosts }, (_, index) => waysOfHost(index)).flat();
  return toHtml({
    title: 'dist/',
    files: 3,
    objects: hosts * 4,
    ways,
    findings: [],
    suppressed: 0,
    assumptions: [],
    ...more,
  });
}

/** The host with this index. */
export function hostAt(index: number): string {
  return `api${index}.partner${index % 40}.example.com`;
}

function waysOfHost(index: number): readonly WayOut[] {
  const request = { host: hostAt(index), port: 443, protocol: 'tls' } as const;
  const destination = { host: request.host, port: 443 };
  const through = {
    gateway: 'egress/egress',
    service: 'egress/egress',
    serverPort: 443,
    clientTls: 'ISTIO_MUTUAL',
  } as const;
  return [
    {
      source: TEAMS[index % TEAMS.length] ?? '',
      ...request,
      outcome: 'gateway',
      exit: { ...through, origination: 'NONE', destination },
    },
    {
      source: '*',
      ...request,
      outcome: 'denied',
      why: 'AuthorizationPolicy egress/default-deny allows no rule of the request',
    },
    ...(index % 97 === 3
      ? [
          {
            source: 'legacy/* without sidecar',
            ...request,
            outcome: 'direct',
            exit: { clientTls: 'NONE', origination: 'NONE', destination },
          } as const,
        ]
      : []),
  ];
}

const MARKUP = '</script><img src=x onerror="document.title=1"><b>&amp;';

/** A page in which every text that comes from manifests is markup. */
export function hostilePage(): string {
  const way = { source: MARKUP, host: MARKUP, port: 443, protocol: 'tls', outcome: 'fails', why: MARKUP } as const;
  const finding = {
    code: 'EGR3001',
    level: 'error',
    message: MARKUP,
    fix: MARKUP,
    object: MARKUP,
    file: MARKUP,
    line: 1,
  } as const;
  return toHtml({
    title: MARKUP,
    files: 1,
    objects: 1,
    ways: [way],
    findings: [finding],
    suppressed: 0,
    assumptions: [MARKUP],
  });
}
