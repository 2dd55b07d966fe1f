import { Lazy } from 'cdk8s';
import { EgressSource, ExportTo } from '../../../lib';
import { fixIn, messageOf } from '../help';

const token = Lazy.any({ produce: () => 'payments' }) as string;

describe('EgressSource', () => {
  test.each<[EgressSource, string, object]>([
    [EgressSource.anyone(), 'anyone()', { kind: 'anyone' }],
    [EgressSource.namespace('payments'), "namespace('payments')", { kind: 'namespace', namespace: 'payments' }],
    [
      EgressSource.serviceAccount('reports', 'nightly.v2'),
      "serviceAccount('reports', 'nightly.v2')",
      { kind: 'serviceAccount', namespace: 'reports', name: 'nightly.v2' },
    ],
  ])('%s says what it is', (source, text, data) => {
    expect(String(source)).toBe(text);
    expect(source._source).toEqual(data);
  });

  test.each<[string, () => EgressSource, RegExp, RegExp]>([
    [
      'a malformed namespace',
      () => EgressSource.namespace('Pay'),
      /^namespace is not a dns-1123 label: got "Pay"/,
      /kubectl/,
    ],
    ['every namespace in a word', () => EgressSource.namespace('*'), /^namespace is not .* got "\*"/, /kubectl/],
    [
      'an account in one word',
      () => EgressSource.namespace('reports/nightly'),
      /^namespace is not .* got "reports/,
      /kubectl/,
    ],
    ['no namespace', () => EgressSource.namespace(undefined as never), /^namespace is not .* got undefined/, /kubectl/],
    ['a token for a namespace', () => EgressSource.namespace(token), /^namespace is a token/, /resolve the value/],
    [
      'a malformed namespace of an account',
      () => EgressSource.serviceAccount('a.b', 'nightly'),
      /^namespace is not a dns-1123 label: got "a\.b"/,
      /kubectl/,
    ],
    [
      'a malformed account',
      () => EgressSource.serviceAccount('reports', 'Nightly'),
      /^service account is not a dns-1123 subdomain: got "Nightly"/,
      /without its namespace/,
    ],
    [
      'every account in a word',
      () => EgressSource.serviceAccount('reports', '*'),
      /^service account is not .* got "\*"/,
      /without its namespace/,
    ],
    [
      'no account',
      () => EgressSource.serviceAccount('reports', undefined as never),
      /^service account is not .* got undefined/,
      /without its namespace/,
    ],
    [
      'a token for an account',
      () => EgressSource.serviceAccount('reports', token),
      /^service account is a token/,
      /resolve the value/,
    ],
  ])('refuses %s', (_, make, problem, fix) => {
    const message = messageOf(make);
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });
});

describe('ExportTo', () => {
  test.each<[ExportTo, string, string]>([
    [ExportTo.ALL, 'ALL', 'everyone'],
    [ExportTo.SOURCES_UNDER_REGISTRY_ONLY, 'SOURCES_UNDER_REGISTRY_ONLY', 'sources'],
    [ExportTo.SOURCES_UNDER_LOCKDOWN, 'SOURCES_UNDER_LOCKDOWN', 'sources'],
  ])('%s has the name that it is written with, and says who sees a route', (exportTo, name, visibility) => {
    expect([exportTo.name, exportTo.toString(), exportTo._visibility]).toEqual([name, name, visibility]);
  });
});
