import { Subject } from '../../../lib';
import { findingOf } from '../input/findings';

describe('Subject', () => {
  test.each<[Subject, string]>([
    [Subject.user('jane'), 'user jane'],
    [Subject.group('platform'), 'group platform'],
    [Subject.serviceAccount('argocd', 'controller'), 'user system:serviceaccount:argocd:controller'],
  ])('%s has the name that the API server uses', (deployer, text) => {
    expect(deployer.toString()).toBe(text);
  });

  test.each<[string, () => unknown, string, RegExp]>([
    ['all authenticated users', () => Subject.group('system:authenticated'), 'EGR0703', /system:authenticated/],
    ['all service accounts', () => Subject.group('system:serviceaccounts'), 'EGR0703', /system:serviceaccounts/],
    ['the anonymous user', () => Subject.user('system:anonymous'), 'EGR0703', /system:anonymous/],
    ['an empty name', () => Subject.user(' '), 'EGR0703', /user/],
    ['a blank at the end, which no user has', () => Subject.user('ci '), 'EGR0703', /begin or end with a blank/],
    ['a missing name', () => Subject.group(undefined as never), 'EGR0703', /group/],
    ['a malformed namespace', () => Subject.serviceAccount('A', 'x'), 'EGR0110', /namespace must be a DNS-1123 label/],
    ['a malformed account', () => Subject.serviceAccount('a', 'X'), 'EGR0110', /account must be a DNS-1123 subdomain/],
  ])('rejects %s', (_, run, code, problem) => {
    const finding = findingOf(run);
    expect(finding.code).toBe(code);
    expect(finding.problem).toMatch(problem);
    expect(finding.fix).toMatch(/^write /);
  });
});
