/** The commands of docs/guide/changes.md run, and print what the page shows. */
import { CHANGES, writeSetup } from '../support/changes';
import { expectOutput, GuidePage, inNewFolder } from './guide-page';

const { commands } = new GuidePage('changes.md');

inNewFolder(() => {
  for (const [name, setup] of Object.entries({ old: {}, ...CHANGES })) writeSetup(name, setup);
});

test('the page has both commands', () => {
  expect(commands.map(({ args: [name] }) => name)).toEqual(['diff', 'diff', 'graph']);
});

test.each(commands)('$args prints what the page shows', expectOutput);
