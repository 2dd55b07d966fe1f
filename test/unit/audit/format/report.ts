import { AuditReport, ReportedFinding } from '../../../../lib/audit/format/report';

/** A report with one finding for each case that a format distinguishes. */
export function report(...findings: readonly ReportedFinding[]): AuditReport {
  return {
    findings,
    assumptions: ['the method of the request is GET'],
    direct: [
      'payments/* to a.example.com:443 tls',
      ...'bcdef'.split('').map((host) => `shop/* to ${host}.example.com:443 tls`),
    ],
    summary: {
      files: 1,
      objects: 3,
      levels: { error: 1, warning: 2, note: 0 },
      suppressed: 1,
      ways: { gateway: 2, direct: 1 },
    },
  };
}

export const FINDINGS: readonly ReportedFinding[] = [
  {
    code: 'EGR3001',
    level: 'error',
    message: '100% of requests,\r\nto port: 443',
    fix: 'add a rule',
    object: 'VirtualService egress/partner',
    file: 'dist/a b, c:1#.yaml',
    line: 7,
  },
  { code: 'EGR3907', level: 'error', message: 'the file is large', fix: 'divide the file', file: '/tmp/large.yaml' },
  { code: 'EGR3001', level: 'warning', message: 'no file', fix: 'add a rule', object: 'Gateway egress/a' },
  {
    code: 'EGR3001',
    level: 'warning',
    message: 'suppressed',
    fix: 'add a rule',
    object: 'Gateway egress/b',
    file: 'main:dist/b.yaml',
    line: 1,
    suppressed: 'the partner has no names',
  },
];
