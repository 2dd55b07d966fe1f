import * as fc from 'fast-check';
import { marked, Token, Tokens } from 'marked';
import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { WayChange } from '../../../../lib/audit/diff/compare-ways';
import { Diff } from '../../../../lib/audit/diff/diff';
import { diffToMarkdown } from '../../../../lib/audit/format/diff-markdown';
import { AuditFinding } from '../../../../lib/audit/rules/audit';

const NO_FINDINGS = { added: [], fixed: [], unevaluated: [], suppressed: [] };

function change(host: string, source = 'payments/api', rest: Partial<WayChange> = {}): WayChange {
  return {
    effect: 'opens',
    gains: 'gateway',
    sources: [{ source, except: [] }],
    requests: [{ host, port: 443, protocol: 'tls' }],
    before: { outcome: 'denied' },
    after: { outcome: 'gateway', service: 'istio-egress/egress' },
    why: [],
    assumptions: [],
    ...rest,
  };
}

function finding(message: string, fix = 'remove it', name = 'partner'): AuditFinding {
  const manifest: Manifest = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name } };
  const object = `VirtualService default/${name}`;
  return { code: 'EGR3999', level: 'error', message, fix, object, hit: { manifest, message, fix } };
}

const commentOf = (diff: Partial<Diff>, limit?: number): string =>
  diffToMarkdown({ changes: [], findings: NO_FINDINGS, ...diff }, limit);

/** The cells of every table of a comment, as a reader sees them. */
function tablesIn(markdown: string): readonly (readonly string[])[][] {
  const tables = marked.lexer(markdown).filter((token): token is Tokens.Table => token.type === 'table');
  return tables.map(({ rows }) => rows.map((cells) => cells.map(({ tokens }) => visible(tokens))));
}

/** The text of tokens. Fails the test for every token that is neither text, nor code, nor bold. */
function visible(tokens: readonly Token[]): string {
  const plain = tokens.map((token) => {
    if (token.type === 'strong') return visible((token as Tokens.Strong).tokens);
    expect(['text', 'escape', 'codespan']).toContain(token.type);
    return (token as Tokens.Text).text;
  });
  return plain
    .join('')
    .replace(/&#8203;/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

const alertsIn = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^> \[!(\w+)\]$/gm)].map(([, kind]) => kind as string);

describe('diffToMarkdown', () => {
  test.each<[string, Partial<Diff>, readonly string[]]>([
    [
      'a way around the gateways',
      { changes: [change('a.com', '*', { gains: 'direct' }), change('b.com')] },
      ['CAUTION'],
    ],
    ['a way that breaks', { changes: [change('a.com'), change('b.com', '*', { effect: 'breaks' })] }, ['WARNING']],
    [
      'a new error',
      { findings: { added: [finding('mistake')], fixed: [], unevaluated: [], suppressed: [] } },
      ['WARNING'],
    ],
    ['a way through a gateway', { changes: [change('a.com')] }, ['IMPORTANT']],
    ['a way that closes', { changes: [change('a.com', '*', { effect: 'closes', gains: undefined })] }, ['NOTE']],
    ['no change', {}, []],
  ])('the alert of %s is that of its danger', (_title, diff, alerts) => {
    expect(alertsIn(commentOf(diff))).toEqual(alerts);
  });

  test('changes beyond the tenth are folded', () => {
    const comment = commentOf({ changes: Array.from({ length: 12 }, (_, index) => change(`h${index}.example.com`)) });
    expect(comment.split('<details>')[0]).toContain('h9.example.com');
    expect(comment.split('<details>')[0]).not.toContain('h10.example.com');
    expect(comment).toContain('<summary>2 more changes</summary>');
    expect(comment.match(/h\d+\.example\.com/g)).toHaveLength(12);
  });

  test('a change of many hosts shows three, and all of them folded', () => {
    const hosts = Array.from({ length: 5 }, (_, index) => `h${index}.example.com`);
    const requests = hosts.map((host) => ({ host, port: 443, protocol: 'tls' as const }));
    const [visibleTable, folded] = tablesIn(commentOf({ changes: [change('', 'payments/api', { requests })] }));
    expect(visibleTable?.[0]?.[2]).toBe(
      'h0.example.com:443 tls, h1.example.com:443 tls, h2.example.com:443 tls and 2 more',
    );
    expect(folded?.[0]?.[2]).toBe(hosts.map((host) => `${host}:443 tls`).join(', '));
  });

  test('a comment is never longer than GitHub accepts, and counts the rows that are left out', () => {
    const changes = Array.from({ length: 3_000 }, (_, index) => change(`h${index}.example.com`));
    const findings = {
      added: Array.from({ length: 500 }, (_, index) => finding(`mistake ${index}`)),
      fixed: [],
      unevaluated: [],
      suppressed: [],
    };
    const comment = commentOf({ changes, findings });
    const shown = comment.match(/h\d+\.example\.com/g)?.length ?? 0;
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(comment.length).toBeGreaterThan(60_000);
    expect(comment).toMatch(new RegExp(`Left out for length: ${3_000 - shown} changes, \\d+ new findings\\.`));
    expect(comment.match(/<details>/g)?.length).toBe(comment.match(/<\/details>/g)?.length);
  });
});

const hostile = fc.oneof(
  fc.constantFrom(
    'a|b',
    '`x`',
    'a\nb',
    '``',
    '\\',
    '\\|',
    '<img src=x>',
    '@team',
    '#1',
    '&amp;',
    '[a](http://b)',
    '![i](j)',
    '**b**',
  ),
  fc.constantFrom(
    'www.example.com',
    'https://example.com',
    'a@example.com',
    '--- | ---',
    '~~x~~',
    '1. x',
    '- x',
    '# x',
    '</details>',
  ),
  fc.string(),
);

test('no value of a manifest ends its cell, or becomes markup, a link or a mention', () => {
  fc.assert(
    fc.property(
      hostile.filter((value) => value !== ''),
      hostile,
      hostile,
      (value, message, fix) => {
        const comment = commentOf({
          changes: [change(value, value)],
          findings: { added: [finding(message, fix, value)], fixed: [], unevaluated: [], suppressed: [] },
        });
        const [[changed] = [], [found] = []] = tablesIn(comment);
        const words = (cell: string): string => cell.replace(/\s+/g, ' ').trim();
        expect(changed).toHaveLength(5);
        expect(changed?.join()).not.toContain('`');
        expect(found?.map(words).slice(2)).toEqual([words(message), words(fix)]);
        expect(comment.replace(/(?<!\\)`[^`]*`/g, '')).not.toMatch(/@\w|(?<!&)#\d/);
      },
    ),
    { numRuns: 500 },
  );
});
