import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { toGithub } from '../../../../lib/audit/format/github';
import { toJson } from '../../../../lib/audit/format/json';
import { toSarif } from '../../../../lib/audit/format/sarif';
import { toTable } from '../../../../lib/audit/format/table';
import { FINDINGS, report } from './report';

describe('the table', () => {
  test('has the place, the level and the fix of each finding, and the numbers', () => {
    expect(toTable(report(...FINDINGS.slice(1)))).toBe(
      `/tmp/large.yaml: error EGR3907: the file is large
    fix: divide the file

Gateway egress/a: warning EGR3001: no file
    fix: add a rule

main:dist/b.yaml:1: warning EGR3001: suppressed
    object: Gateway egress/b
    fix: add a rule
    suppressed: the partner has no names

Assumptions:
  - the method of the request is GET

Around the gateways:
  - payments/* to a.example.com:443 tls
  - shop/* to b.example.com:443 tls
  - shop/* to c.example.com:443 tls
  - shop/* to d.example.com:443 tls
  - shop/* to e.example.com:443 tls
  - 1 more: "cdk8s-istio-egress report" lists all

3 objects in 1 file: 1 error, 2 warnings, 1 suppressed; ways: 2 gateway, 1 direct
`,
    );
  });

  test('begins no line with a text of a manifest, and prints no control character', () => {
    const [finding] = FINDINGS.slice(1);
    const hostile = '\u001b[1A\n::add-mask::a\u2028';
    const found = { ...finding, message: hostile, fix: hostile, object: hostile, file: hostile } as typeof finding &
      object;
    const table = toTable({ ...report(found), assumptions: [hostile], direct: [hostile] });
    expect(table).not.toMatch(/^::|[^\P{Cc}\n]|\u2028/mu);
    expect(table).toContain('\\x1b[1A\\x0a::add-mask::a\\x2028');
  });

  test('of no finding, no assumption and no direct way is the line with the numbers', () => {
    expect(toTable({ ...report(), assumptions: [], direct: [] }).split('\n')).toHaveLength(2);
  });
});

test('JSON has the assumptions, the same keys in every finding, and null for an absent value', () => {
  const json = JSON.parse(toJson(report(...FINDINGS))) as { findings: readonly object[] };
  const { findings } = json;
  expect(json).toMatchObject({ assumptions: ['the method of the request is GET'], summary: { suppressed: 1 } });
  const keys = ['code', 'level', 'message', 'fix', 'object', 'file', 'line'];
  expect(findings.map((finding) => Object.keys(finding))).toEqual([keys, keys, keys, [...keys, 'suppressed']]);
  expect(findings[1]).toMatchObject({ object: null, file: '/tmp/large.yaml', line: null });
});

describe('annotations of GitHub', () => {
  const lines = toGithub(report(...FINDINGS)).split('\n');

  test('escape percent signs, line breaks, colons and commas', () => {
    expect(lines[0]).toBe(
      '::error file=dist/a b%2C c%3A1#.yaml,line=7,title=EGR3001 VirtualService egress/partner::100%25 of requests,%0D%0Ato port: 443%0Afix: add a rule',
    );
  });

  test('have no property for an absent place', () => {
    expect(lines.slice(1)).toEqual([
      '::error file=/tmp/large.yaml,title=EGR3907::the file is large%0Afix: divide the file',
      '::warning title=EGR3001 Gateway egress/a::no file%0Afix: add a rule',
      '::warning file=main%3Adist/b.yaml,line=1,title=EGR3001 Gateway egress/b::suppressed%0Afix: add a rule',
      '::notice title=Assumption::the method of the request is GET',
      '3 objects in 1 file: 1 error, 2 warnings, 1 suppressed; ways: 2 gateway, 1 direct',
      '',
    ]);
  });

  test('are read back by the rules of the runner', () => {
    // `ActionCommand.TryParseV2` of actions/runner, src/Runner.Common/ActionCommand.cs.
    const [, properties = '', data = ''] = /^::error ([^]*?)::([^]*)$/.exec(lines[0] as string) ?? [];
    const decode = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
    const read = Object.fromEntries(
      properties.split(',').map((each) => {
        const [name = '', value = ''] = each.split(/=([^]*)/);
        return [name, decode(value).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%')];
      }),
    );
    expect(read).toEqual({ file: 'dist/a b, c:1#.yaml', line: '7', title: 'EGR3001 VirtualService egress/partner' });
    expect(decode(data).replaceAll('%25', '%')).toBe('100% of requests,\r\nto port: 443\nfix: add a rule');
  });
});

describe('SARIF', () => {
  const SCHEMA = require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');

  /** The schema is of draft 4, whose `id` is `$id` since draft 6; the schema has no other difference. Its patterns are those of JavaScript without the flag `u`. */
  function errorsIn(sarif: unknown): readonly unknown[] {
    const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(SCHEMA, 'utf8')) as Record<string, unknown>;
    const ajv = new Ajv({ strict: false, unicodeRegExp: false });
    addFormats(ajv);
    const validate = ajv.compile(schema);
    validate(sarif);
    return validate.errors ?? [];
  }

  const log = JSON.parse(toSarif(report(...FINDINGS))) as {
    runs: [{ results: { ruleIndex?: number; locations?: unknown }[] }];
  };

  test.each([
    ['with findings', log],
    ['without a finding', JSON.parse(toSarif(report())) as unknown],
  ])('%s is valid by the schema of SARIF 2.1.0', (_, sarif) => {
    expect(errorsIn(sarif)).toEqual([]);
  });

  test('of another level or line is invalid by this schema', () => {
    const [finding] = FINDINGS;
    expect(errorsIn(JSON.parse(toSarif(report({ ...finding, line: 0 } as never))))).not.toEqual([]);
    expect(errorsIn(JSON.parse(toSarif(report({ ...finding, level: 'fatal' } as never))))).not.toEqual([]);
  });

  test('has the places as URIs, the objects, and the suppressions that do not count with their reasons', () => {
    const { results } = log.runs[0];
    expect(results).toMatchObject([
      {
        ruleId: 'EGR3001',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'dist/a%20b,%20c%3A1%23.yaml' },
              region: { startLine: 7 },
            },
            logicalLocations: [{ fullyQualifiedName: 'VirtualService egress/partner' }],
          },
        ],
      },
      { locations: [{ physicalLocation: { artifactLocation: { uri: 'file:///tmp/large.yaml' } } }] },
      { level: 'warning' },
      { suppressions: [{ kind: 'inSource', status: 'rejected', justification: 'the partner has no names' }] },
    ]);
  });

  test('has the assumptions as notifications, and the success of an input that was read as a whole', () => {
    const invocationsOf = (text: string): unknown =>
      (JSON.parse(text) as { runs: [{ invocations: unknown }] }).runs[0].invocations;
    const toolExecutionNotifications = [
      { level: 'note', message: { text: 'Assumption: the method of the request is GET' } },
    ];
    expect(invocationsOf(toSarif(report()))).toEqual([{ executionSuccessful: true, toolExecutionNotifications }]);
    expect(invocationsOf(toSarif(report(...FINDINGS)))).toMatchObject([{ executionSuccessful: false }]);
  });

  test('has the effect of a rule as text, and the page that documents the effect as an address', () => {
    const { runs } = JSON.parse(toSarif(report({ ...FINDINGS[0], code: 'EGR3207' } as never))) as {
      runs: [{ tool: { driver: { rules: object[] } } }];
    };
    expect(runs[0].tool.driver.rules).toMatchObject([
      {
        id: 'EGR3207',
        fullDescription: { text: expect.not.stringContaining('https:') as string },
        helpUri: 'https://istio.io/latest/docs/reference/config/telemetry/',
      },
    ]);
  });

  test('has no URI for standard input', () => {
    const { object, ...finding } = FINDINGS[0] as (typeof FINDINGS)[number];
    const { runs } = JSON.parse(
      toSarif(report({ ...finding, object, file: '-' }, { ...finding, file: '-' })),
    ) as typeof log;
    expect(runs[0].results.map(({ locations }) => locations)).toEqual([
      [{ logicalLocations: [{ fullyQualifiedName: object, kind: 'object' }] }],
      [{}],
    ]);
  });

  test('describes the rules of its findings', () => {
    expect(log).toMatchObject({
      runs: [
        {
          tool: { driver: { rules: [{ id: 'EGR3001' }, { id: 'EGR3907', defaultConfiguration: { level: 'error' } }] } },
        },
      ],
    });
    expect(log.runs[0].results.map(({ ruleIndex }) => ruleIndex)).toEqual([0, 1, 0, 0]);
  });
});
