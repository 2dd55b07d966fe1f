import { App, Chart, JsonPatch, Lazy, Testing } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { atPath } from '../../../lib/construct/at-path';
import { meshOf } from '../../../lib/construct/mesh';
import { unwrapUnions } from '../../../lib/construct/unwrap-unions';
import { writeNamespace, writeObject } from '../../../lib/construct/write-object';
import { InputError } from '../../../lib/input/input-error';
import { messageOf, newChart } from '../help';

const thing = { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'thing' } };
const synth = (chart: Chart): unknown[] => Testing.synth(chart) as unknown[];

describe('unwrapUnions', () => {
  test.each<[string, unknown, unknown]>([
    ['numbers in strings or numbers', k8s.IntOrString.fromNumber(1), 1],
    ['strings in strings or numbers', { a: [k8s.IntOrString.fromString('100%')] }, { a: ['100%'] }],
    ['quantities', { cpu: k8s.Quantity.fromString('100m') }, { cpu: '100m' }],
    ['plain objects that have a value', { key: 'a', value: 'b' }, { key: 'a', value: 'b' }],
    ['null and undefined', [null, undefined], [null, undefined]],
  ])('leaves %s as the API has them', (_, value, expected) => {
    expect(unwrapUnions(value)).toEqual(expected);
  });
});

describe('writeObject', () => {
  test('makes the spec at synthesis, unwraps what tokens resolve to, and patches it then', () => {
    const chart = newChart();
    const list: unknown[] = [];
    const object = writeObject(chart, 'thing', { ...thing, spec: () => ({ list }) });
    object.addJsonPatch(JsonPatch.add('/spec/unknownField', true));
    list.push(Lazy.any({ produce: () => ({ port: k8s.IntOrString.fromNumber(53) }) }));
    expect(synth(chart)).toMatchObject([{ spec: { list: [{ port: 53 }], unknownField: true } }]);
  });

  test('writes no spec where there is none', () => {
    const chart = newChart();
    writeObject(chart, 'thing', thing);
    expect(synth(chart)[0]).not.toHaveProperty('spec');
  });

  test('checks the resolved spec, before the patches of the user, who may know better', () => {
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

  test('names the construct when the check throws', () => {
    const chart = newChart();
    const settle = (): never => {
      throw new InputError({ problem: 'x', got: 1, allowed: 'y', fix: 'z' });
    };
    writeObject(chart, 'thing', { ...thing, spec: () => ({ a: 1 }), settle });
    expect(messageOf(() => synth(chart))).toMatch(/chart\/thing.*x: got 1; allowed: y; fix: z/);
  });
});

describe('writeNamespace', () => {
  test.each([['default'], ['']])(
    'writes no namespace into a cluster-scoped object (chart namespace %p)',
    (namespace) => {
      const chart = new Chart(new App(), 'chart', namespace === '' ? {} : { namespace });
      writeNamespace(chart, 'ns', 'x', { a: 'b' });
      expect(synth(chart)).toEqual([
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x', labels: { a: 'b' } } },
      ]);
    },
  );
});

describe('atPath', () => {
  test('puts the path in front of bad input, and leaves other errors alone', () => {
    const construct = new Construct(newChart(), 'x');
    const fail = (error: Error) => () =>
      atPath(construct, () => {
        throw error;
      });
    const input = new InputError({ problem: 'p', got: 1, allowed: 'a', fix: 'f' });
    expect(messageOf(fail(input))).toBe('[chart/x] p: got 1; allowed: a; fix: f');
    expect(messageOf(fail(new Error('other')))).toBe('other');
    expect(atPath(construct, () => 7)).toBe(7);
  });
});

describe('meshOf', () => {
  test('is one per app', () => {
    const app = new App();
    const [a, b] = ['a', 'b'].map((id) => newChart('default', app, id)) as [Chart, Chart];
    expect(meshOf(a)).toBe(meshOf(b));
    expect(meshOf(newChart())).not.toBe(meshOf(a));
  });
});
