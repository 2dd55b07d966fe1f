import { App, Chart, JsonPatch, Lazy, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { withConstructPath } from '../../../lib/construct/diagnostics';
import { writeNamespace, writeObject } from '../../../lib/construct/write-object';
import { EgressError } from '../../../lib/input/egress-error';
import { messageOf, newChart } from '../help';

const MISTAKE = { code: 'EGR0103', problem: 'x must be y', got: 1, allowed: 'y', fix: 'write y' } as const;
const thing = { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'thing' } };
const synth = (chart: Chart): unknown[] => Testing.synth(chart) as unknown[];

describe('writeObject', () => {
  test('makes the spec at synthesis, resolves its tokens, and applies the patches then', () => {
    const chart = newChart();
    const list: unknown[] = [];
    const object = writeObject(chart, 'thing', { ...thing, spec: () => ({ list }) });
    object.addJsonPatch(JsonPatch.add('/spec/unknownField', true));
    list.push(Lazy.any({ produce: () => ({ port: 53 }) }));
    expect(synth(chart)).toMatchObject([{ spec: { list: [{ port: 53 }], unknownField: true } }]);
  });

  test('writes no spec for an object without one', () => {
    const chart = newChart();
    writeObject(chart, 'thing', thing);
    expect(synth(chart)[0]).not.toHaveProperty('spec');
  });

  test('passes the resolved spec to settle, before the JSON patches of the user', () => {
    const chart = newChart();
    const seen: object[] = [];
    const spec = () => ({ port: Lazy.any({ produce: () => 1 }) as number });
    const settle = (resolved: object) => {
      seen.push(resolved);
      return resolved;
    };
    const object = writeObject(chart, 'thing', { ...thing, spec, settle });
    object.addJsonPatch(JsonPatch.replace('/spec/port', 0));
    expect(synth(chart)).toMatchObject([{ spec: { port: 0 } }]);
    expect(seen).toEqual([{ port: 1 }]);
  });

  test('names the construct if settle throws', () => {
    const chart = newChart();
    const settle = (): never => {
      throw EgressError.of(MISTAKE);
    };
    writeObject(chart, 'thing', { ...thing, spec: () => ({ a: 1 }), settle });
    expect(messageOf(() => synth(chart))).toMatch(/chart\/thing.*x must be y: got 1; allowed: y; fix: write y/);
  });
});

describe('writeNamespace', () => {
  test.each([['default'], ['']])(
    'writes no namespace into a cluster-scoped object with chart namespace %p',
    (namespace) => {
      const chart = new Chart(new App(), 'chart', namespace === '' ? {} : { namespace });
      writeNamespace(chart, 'ns', 'x', { a: 'b' });
      expect(synth(chart)).toEqual([
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x', labels: { a: 'b' } } },
      ]);
    },
  );
});

describe('A Namespace object', () => {
  const inNamespace = (name: string, namespace?: string) => ({ ...thing, metadata: { name, namespace } });
  const names = (chart: Chart): string[] =>
    (synth(chart) as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name);

  test('is before the objects in the namespace, whichever was written first, and other objects keep their order', () => {
    const chart = newChart();
    writeObject(chart, '1', inNamespace('elsewhere', 'other'));
    writeObject(chart, '2', inNamespace('before', 'x'));
    writeNamespace(chart, '3', 'x', {});
    writeObject(chart, '4', inNamespace('after', 'x'));
    expect(names(chart)).toEqual(['elsewhere', 'x', 'before', 'after']);
  });

  test('is before the objects in the namespace of the chart, and may be that of the chart itself', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'x' });
    writeObject(chart, '1', inNamespace('inherited'));
    writeNamespace(chart, '2', 'y', {});
    writeNamespace(chart, '3', 'x', {});
    expect(names(chart)).toEqual(['x', 'inherited', 'y']);
  });

  test('does not make another chart a dependency', () => {
    const app = new App();
    const [a, b] = [new Chart(app, 'a'), new Chart(app, 'b')];
    writeNamespace(a, 'ns', 'x', {});
    expect(writeObject(b, 'thing', inNamespace('thing', 'x')).node.dependencies).toEqual([]);
  });
});

describe('withConstructPath', () => {
  const construct = new Construct(newChart(), 'x');
  const failing = (error: Error) => () =>
    withConstructPath(construct, () => {
      throw error;
    });

  test('adds the path of the construct to an EgressError, and keeps a path that the error has', () => {
    const error = EgressError.of(MISTAKE);
    expect(messageOf(failing(error))).toBe('EGR0103: [chart/x] x must be y: got 1; allowed: y; fix: write y');
    expect(messageOf(failing(error.at('other')))).toContain('[other]');
  });

  test('rethrows other errors unchanged, and returns the value of a read', () => {
    const other = new Error('other');
    expect(failing(other)).toThrow(other);
    expect(withConstructPath(construct, () => 7)).toBe(7);
  });
});
